import type { ReactNode } from "react";
import { AccessSentence } from "#components/access/access-sentence.tsx";
import { formatAccessEnd } from "#components/access/format-access-end.ts";
import { type FormAction, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { RenewalOffer } from "#domain/access/get-renewal-offer.ts";
import type { RenewalView } from "#domain/learning/get-renewal.ts";

type RenewalPartProps = {
  renewal: RenewalView;
  schoolTimezone: string;
  actions: { renew: FormAction; withdraw: FormAction };
};

/** What somebody has or had of a course, what of it is kept, and how they get it for longer. */
export function RenewalPart({ renewal, schoolTimezone, actions }: RenewalPartProps) {
  const t = getTranslator();
  const { access, cohorts, materials, opened } = renewal;
  return (
    <div className="grid max-w-[46rem] gap-7">
      <DescriptionList
        items={[
          {
            term: t("renewals.access_label"),
            value: (
              <AccessSentence access={access} schoolTimezone={schoolTimezone} ordersAt="/orders" allAt="/orders" />
            ),
          },
          ...(cohorts.length > 0
            ? [{ term: t("renewals.place_label"), value: <span dir="auto">{cohorts.join(", ")}</span> }]
            : []),
          ...(materials > 0
            ? [
                {
                  term: t("renewals.progress_label"),
                  value: t("renewals.opened_of", { opened: Math.min(opened, materials), materials }),
                },
              ]
            : []),
          {
            term: t("renewals.receipts_label"),
            value: (
              <a className="link" href="/orders">
                {t("renewals.orders_and_receipts_link")}
              </a>
            ),
          },
        ]}
      />
      <HowToGetIt renewal={renewal} schoolTimezone={schoolTimezone} actions={actions} />
    </div>
  );
}

function HowToGetIt({ renewal, schoolTimezone, actions }: RenewalPartProps) {
  const t = getTranslator();
  const { offer, slug, courseId } = renewal;
  const ask = (
    <LinkButton href={`/help/new?about=course:${courseId}`} variant="quiet">
      {t("learning.ask_the_school_button")}
    </LinkButton>
  );
  switch (offer?.status) {
    case "offered":
      return <Offered offer={offer} slug={slug} action={actions.renew} />;
    case "requested":
      return <Requested offer={offer} slug={slug} timezone={schoolTimezone} action={actions.withdraw} />;
    case "to_pay":
      return (
        <Notice
          tone="warn"
          title={t("renewals.to_pay_title")}
          action={
            offer.orderCode && (
              <LinkButton href={`/checkout/${offer.orderCode}`}>
                {t("learning.pay_order_button", { orderCode: offer.orderCode })}
              </LinkButton>
            )
          }
        >
          {t("renewals.to_pay_words")}
        </Notice>
      );
    case "not_yet":
      return (
        <Words action={null}>
          {offer.from && t("renewals.not_yet_words", { from: formatAccessEnd(offer.from, schoolTimezone) })}
        </Words>
      );
    case "for_good":
      return <Words action={null}>{t("renewals.for_good_words")}</Words>;
    case "used_up":
      return <Words action={ask}>{t("renewals.used_up_words")}</Words>;
    case "suspended":
      return <Words action={ask}>{t("renewals.suspended_words")}</Words>;
    default:
      return <Words action={ask}>{t("renewals.not_offered_words")}</Words>;
  }
}

type RequestedProps = { offer: RenewalOffer; slug: string; timezone: string; action: FormAction };

/** What was asked for and when, and a way to take it back until the office has decided. */
function Requested({ offer: { open }, slug, timezone, action }: RequestedProps) {
  const t = getTranslator();
  return (
    <div className="grid justify-items-start gap-4">
      <Notice tone="info" title={t("renewals.requested_title")}>
        {t("renewals.requested_words")}
        {open?.reason && (
          <blockquote className="mt-2 border-s-2 border-line ps-3 [overflow-wrap:anywhere]" dir="auto">
            {open.reason}
            <footer className="text-tiny text-ink-faint">
              <DateTime instant={open.createdAt} timezone={timezone} />
            </footer>
          </blockquote>
        )}
      </Notice>
      {open && (
        <StateForm action={action} values={{ renewalId: open.id, slug }}>
          <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
            {t("renewals.withdraw_button")}
          </SubmitButton>
        </StateForm>
      )}
    </div>
  );
}

function Words({ action, children }: { action: ReactNode; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-4">
      <p className="text-ink-soft">{children}</p>
      {action}
    </div>
  );
}

function Offered({ offer, slug, action }: { offer: RenewalOffer; slug: string; action: FormAction }) {
  const t = getTranslator();
  const { enrolmentId, endsAt, days, price, way, left } = offer;
  return (
    <StateForm
      action={action}
      values={{ enrolmentId, slug, seen: endsAt?.toISOString() ?? "" }}
      className="grid justify-items-start gap-5"
    >
      {way === "request" && (
        <FormTextArea
          name="reason"
          label={t("renewals.reason_label")}
          hint={t("renewals.reason_hint")}
          rows={3}
          maxLength={1000}
          className="w-full"
          required
        />
      )}
      <p className="text-ink-soft">
        {t("renewals.begins_where_access_ends", { days })} {left !== null && t("renewals.times_left", { left })}
      </p>
      <SubmitButton pendingLabel={t("checkout.one_moment_pending")}>
        {way === "request"
          ? t("renewals.request_button")
          : price.minor > 0
            ? t("renewals.buy_button", { price: formatAmount(price) })
            : t("renewals.renew_button")}
      </SubmitButton>
    </StateForm>
  );
}

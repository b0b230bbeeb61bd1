import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Confirm } from "#components/ui/confirm.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { ClaimView, OrderClaims } from "#domain/checkout/get-order-claims.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import type { PlainKey } from "#messages/message.ts";
import { ClaimBadge } from "./claim-badge.tsx";
import { ClaimLinkField } from "./claim-link-field.tsx";

type ClaimActions = {
  sendLinkAction: FormAction;
  withdrawLinkAction: FormAction;
  renewLinkAction: FormAction;
  reassignLinkAction: FormAction;
  cancelPlaceAction: (form: FormData) => Promise<void>;
};

export type ClaimPlaceProps = {
  number: number;
  link: ClaimView;
  claims: OrderClaims;
  timezone: string;
  /** The whole link. */
  address: string;
  actions: ClaimActions;
};

/** One place of an order for others: for whom it is, who has it, and what its buyer can do while nobody has claimed it. */
export function ClaimPlace(props: ClaimPlaceProps) {
  const t = getTranslator();
  const { number, link, timezone } = props;
  const title = link.studentName ?? (link.name || t("claims.place_number", { number }));
  return (
    <li className="card min-w-0 p-[22px] [overflow-wrap:anywhere]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="min-w-0 text-[17px]" dir="auto">
          {title}
        </h2>
        <ClaimBadge link={link} />
      </div>
      <p className="mt-1 text-small text-ink-soft">
        {link.studentName !== null && link.name !== "" && link.name !== link.studentName && (
          <span className="block">{t("claims.meant_for", { name: link.name })}</span>
        )}
        {link.movedTo && (
          <span className="block">
            {t.rich("claims.moved_to", {
              cohort: <span {...writtenIn(link.movedTo.language)}>{link.movedTo.name}</span>,
            })}
          </span>
        )}
        {link.email && <span className="block">{formatEmail(link.email)}</span>}
        {link.claimedAt && (
          <span className="block">
            {t.rich("claims.claimed_on", {
              date: <DateTime instant={link.claimedAt} timezone={timezone} form="date" />,
            })}
          </span>
        )}
        {link.state === "open" && link.mailedAt && (
          <span className="block">
            {t.rich("claims.mailed_on", {
              date: <DateTime instant={link.mailedAt} timezone={timezone} form="datetime" />,
            })}
          </span>
        )}
      </p>
      {link.state === "open" && <HandOut {...props} title={title} />}
    </li>
  );
}

type Titled = ClaimPlaceProps & { title: string };

function HandOut(props: Titled) {
  const t = getTranslator();
  const { link, claims, address, actions } = props;
  const values = { code: claims.code, claimLinkId: link.id };
  return (
    <div className="mt-4 grid gap-4">
      {link.withdrawnAt === null && (
        <ClaimLinkField id={`link-${link.id}`} label={t("claims.link_label")} address={address} />
      )}
      <div className="flex flex-wrap items-start gap-2">
        {link.withdrawnAt === null && link.email && (
          <StateForm action={actions.sendLinkAction} values={values}>
            <SubmitButton size="s" variant="quiet">
              {link.mailedAt ? t("claims.send_again_button") : t("claims.send_button")}
            </SubmitButton>
          </StateForm>
        )}
        {link.withdrawnAt === null && !claims.isReaderIn && link.isOpen && (
          <LinkButton size="s" variant="quiet" href={new URL(address).pathname}>
            {t("claims.for_myself_button")}
          </LinkButton>
        )}
        {link.withdrawnAt === null ? (
          <StateForm action={actions.withdrawLinkAction} values={values}>
            <SubmitButton size="s" variant="quiet">
              {t("claims.withdraw_button")}
            </SubmitButton>
          </StateForm>
        ) : (
          <StateForm action={actions.renewLinkAction} values={values}>
            <SubmitButton size="s" variant="quiet">
              {t("claims.renew_button")}
            </SubmitButton>
          </StateForm>
        )}
      </div>
      <Reassign {...props} />
      <GiveBack {...props} />
    </div>
  );
}

function Reassign({ link, claims, actions, title }: Titled) {
  const t = getTranslator();
  return (
    <details>
      <summary className="link inline-block min-h-6 cursor-pointer text-small">
        {t.rich("claims.reassign_summary", {
          title,
          hidden: (children) => <span className="sr-only">{children}</span>,
        })}
      </summary>
      <StateForm
        action={actions.reassignLinkAction}
        values={{ code: claims.code, claimLinkId: link.id }}
        className="mt-3 grid max-w-md gap-4"
      >
        <FormInput
          id={`name-${link.id}`}
          name="name"
          label={t("claims.name_label")}
          maxLength={400}
          autoComplete="off"
          optional
        />
        <FormInput
          id={`email-${link.id}`}
          name="email"
          type="email"
          label={t("claims.email_label")}
          hint={t("claims.email_hint")}
          maxLength={254}
          autoComplete="off"
          optional
        />
        <div>
          <SubmitButton size="s">{t("claims.reassign_button")}</SubmitButton>
        </div>
      </StateForm>
    </details>
  );
}

const REASONS = {
  begun: "claims.ask_why_begun",
  not_offered: "claims.ask_why_not_offered",
  too_late: "claims.ask_why_too_late",
  money: "claims.ask_why_money",
} as const satisfies Record<string, PlainKey>;

/** By the terms under which it was bought, with the very amount that comes back, or by asking the office. */
function GiveBack({ link, claims, actions, title }: Titled) {
  const t = getTranslator();
  const { cancellation } = link;
  if (cancellation.how === "ask") {
    return (
      <p className="text-small text-ink-soft">
        {t(REASONS[cancellation.why])}{" "}
        <a className="link" href={`/help/new?ask=cancel&about=order:${claims.orderId}`}>
          {t("claims.ask_office_link")}
        </a>
      </p>
    );
  }
  const { returnedMinor, keptMinor } = cancellation;
  const [returned, kept] = [returnedMinor, keptMinor].map((minor) =>
    formatAmount({ minor, currency: claims.currency }),
  );
  return (
    <Confirm
      size="s"
      trigger={t("claims.give_back_button")}
      title={t("claims.give_back_title", { title })}
      confirmLabel={t("claims.give_back_confirm")}
      action={actions.cancelPlaceAction}
      values={{ code: claims.code, claimLinkId: link.id, refundMinor: String(returnedMinor) }}
    >
      {returnedMinor + keptMinor > 0 && (
        <p>{t("claims.give_back_money", { returned: returned ?? "", kept: kept ?? "" })}</p>
      )}
      <p>{t("claims.give_back_words")}</p>
    </Confirm>
  );
}

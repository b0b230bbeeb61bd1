import { pagePath } from "#messages/page-path.ts";
import { Confirm } from "#components/ui/confirm.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { UnpaidView, WaitingView } from "#domain/learning/get-my-courses.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const row = "flex flex-wrap items-start justify-between gap-x-8 gap-y-3 border-b border-rule py-5";

export type UnpaidRowProps = { unpaid: UnpaidView; primary: boolean; schoolTimezone: string };

/** A seat that is held while its order is paid. */
export function UnpaidRow({ unpaid, primary, schoolTimezone }: UnpaidRowProps) {
  const t = getTranslator();
  const { orderCode, title, titleLanguage, cohortName, cohortLanguage, total, expiresAt } = unpaid;
  return (
    <li className={row}>
      <div className="min-w-0 flex-[1_1_18rem] [overflow-wrap:anywhere]">
        <h3 className="title text-[21px] leading-snug" {...writtenIn(titleLanguage)}>
          {title}
        </h3>
        <p className="mt-0.5 text-small text-ink-soft">
          {t.rich("learning.order_2", {
            cohortName,
            span: (children) => <span {...writtenIn(cohortLanguage)}>{children}</span>,
            orderCode,
            num: (children) => <span className="num">{children}</span>,
          })}
        </p>
        {expiresAt && (
          <p className="mt-1 text-small text-warn">
            {t.rich("learning.your_seat_is_kept_until", {
              expiresAt: formatDeadline(expiresAt, schoolTimezone),
              num: (children) => <span className="num">{children}</span>,
            })}
          </p>
        )}
      </div>
      <LinkButton href={`/checkout/${orderCode}`} size="s" variant={primary ? "primary" : "quiet"}>
        {t("learning.pay_button", { total: formatAmount(total) })}
      </LinkButton>
    </li>
  );
}

export type WaitingRowProps = {
  waiting: WaitingView;
  primary?: boolean;
  schoolTimezone: string;
  stopWaiting: (form: FormData) => Promise<void>;
};

/** A place on a waiting list; with an offer, the seat is there to take. */
export function WaitingRow({ waiting, primary = false, schoolTimezone, stopWaiting }: WaitingRowProps) {
  const t = getTranslator();
  const { id, cohortId, slug, title, titleLanguage, cohortName, cohortLanguage, state, since, offerExpiresAt } =
    waiting;
  const offered = state === "offered";
  return (
    <li className={row}>
      <div className="min-w-0 flex-[1_1_18rem] [overflow-wrap:anywhere]">
        <h3 className="title text-[21px] leading-snug" {...writtenIn(titleLanguage)}>
          <a href={pagePath(`/courses/${slug}`)} className="hover:underline">
            {title}
          </a>
        </h3>
        <p className="mt-0.5 text-small text-ink-soft" {...writtenIn(cohortLanguage)}>
          {cohortName}
        </p>
        {offered && offerExpiresAt ? (
          <p className="mt-1 text-small text-ok">
            {t.rich("learning.a_seat_is_free_and_kept_for_you_until", {
              offerExpiresAt: formatDeadline(offerExpiresAt, schoolTimezone),
              num: (children) => <span className="num">{children}</span>,
            })}
          </p>
        ) : (
          <p className="mt-1 text-small text-ink-faint">
            {t.rich("learning.on_the_list_since_we_write_to_you_when", {
              since: formatInstant(since, { timezone: schoolTimezone, form: "date" }),
              num: (children) => <span className="num">{children}</span>,
            })}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-start gap-2">
        {offered && (
          <LinkButton href={`/enrol/${cohortId}`} size="s" variant={primary ? "primary" : "quiet"}>
            {t("learning.take_the_seat_button")}
          </LinkButton>
        )}
        <Confirm
          size="s"
          tone="quiet"
          trigger={offered ? t("learning.decline") : t("learning.leave_the_list")}
          title={
            offered
              ? t("learning.decline_the_seat_in_title", { title })
              : t("learning.leave_the_waiting_list_of_title", { title })
          }
          confirmLabel={offered ? t("learning.decline_the_seat_label") : t("learning.leave_the_list_label")}
          action={stopWaiting}
          values={{ waitingId: id }}
        >
          {offered
            ? t("learning.it_goes_to_the_next_person_on_the_list")
            : t("learning.you_would_begin_at_the_end_of_the_list")}
        </Confirm>
      </div>
    </li>
  );
}

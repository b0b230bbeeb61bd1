import { cancelWords } from "#components/catalogue/terms-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { Confirm } from "#components/ui/confirm.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { CancellableEnrolment } from "#domain/checkout/list-cancellable-enrolments.ts";
import type { PlainKey } from "#messages/message.ts";

export type CancelOwnEnrolmentProps = {
  enrolment: CancellableEnrolment;
  slug: string;
  courseId: string;
  /** Cancels the place, and sends back what comes back. */
  action: (form: FormData) => Promise<void>;
};

const REASONS = {
  begun: "learning.ask_why_begun",
  not_offered: "learning.ask_why_not_offered",
  too_late: "learning.ask_why_too_late",
  renewed: "learning.ask_why_renewed",
  reviewed: "learning.ask_why_reviewed",
  under_way: "learning.ask_why_under_way",
  moved: "learning.ask_why_moved",
} as const satisfies Record<NonNullable<CancellableEnrolment["why"]>, PlainKey>;

/** How a student gives a place back: by themselves, with the very amount that comes back, or by asking the office. */
export function CancelOwnEnrolment({ enrolment, slug, courseId, action }: CancelOwnEnrolmentProps) {
  const t = getTranslator();
  const { enrolmentId, cohortName: cohort, orderId, how, why, paid, until, timezone, terms, isClaimed } = enrolment;
  if (how === "ask") {
    const about = orderId === null ? `course:${courseId}` : `order:${orderId}`;
    return (
      <div className="grid justify-items-start gap-2.5">
        {why && <p className="text-small text-ink-soft">{t(REASONS[why])}</p>}
        <LinkButton size="s" variant="quiet" href={`/help/new?ask=cancel&about=${about}`}>
          {t("learning.ask_to_cancel_button")}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="grid justify-items-start gap-2.5">
      {until && !(terms && paid) && (
        <p className="text-small text-ink-soft">
          {t("learning.cancel_by", { until: formatInstant(until, { timezone }) })}
        </p>
      )}
      {terms && paid && (
        <p className="text-small text-ink-soft">
          {cancelWords({ until, ...terms }, { timezone })} {t("learning.terms_of_purchase")}
        </p>
      )}
      <Confirm
        size="s"
        trigger={t("learning.cancel_my_place_button")}
        title={t("learning.cancel_my_place_title", { cohort })}
        confirmLabel={t("learning.confirm_cancel_my_place_button")}
        action={action}
        values={{ enrolmentId, slug, refundMinor: String((paid?.returned.minor ?? 0) - (paid?.owed.minor ?? 0)) }}
      >
        {paid && <p>{moneyWords(paid)}</p>}
        {paid && paid.counted.minor > 0 && (
          <p className="text-small">{t("learning.counted_already", { amount: formatAmount(paid.counted) })}</p>
        )}
        <p>{isClaimed ? t("learning.cancel_claimed_place_words") : t("learning.cancel_my_place_words")}</p>
      </Confirm>
    </div>
  );
}

function moneyWords(money: NonNullable<CancellableEnrolment["paid"]>): string {
  const t = getTranslator();
  const [paid, returned, kept] = [formatAmount(money.paid), formatAmount(money.returned), formatAmount(money.kept)];
  if (money.owed.minor > 0) return t("learning.you_still_owe", { paid, owed: formatAmount(money.owed) });
  if (money.kept.minor === 0) return t("learning.you_get_all_back", { paid });
  if (money.returned.minor === 0) return t("learning.nothing_comes_back", { paid });
  return t("learning.you_get_back", { paid, returned, kept });
}

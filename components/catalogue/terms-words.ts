import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { LineLeaving } from "#domain/courses/list-order-leaving.ts";
import type { LeavingTerms } from "#domain/courses/leaving-terms.ts";
import type { Tentative } from "#domain/courses/get-tentative.ts";
import type { PricedCohort } from "#domain/pricing/get-priced-course-page.ts";

type Zoned = { timezone: string };

/**
 * On what terms somebody who pays can leave again by themselves, a sentence each; none where the office is asked, and none of what it is
 * too late for already.
 */
export function leavingWords(
  { cancel, move }: LeavingTerms,
  cohort: Zoned & { price: { minor: number } },
  now: Date,
): string[] {
  const t = getTranslator();
  const said: string[] = [];
  const isOpen = (until: Date | null) => until === null || now < until;
  if (cancel && cohort.price.minor > 0 && isOpen(cancel.until)) said.push(cancelWords(cancel, cohort));
  if (move?.until && isOpen(move.until))
    said.push(t("catalogue.move_until", { until: formatInstant(move.until, cohort) }));
  return said;
}

/** On what terms the places of an order are left again, each sentence once. */
export function orderLeavingWords(
  { leaving, total }: { leaving: readonly LineLeaving[]; total: { minor: number } },
  now: Date,
): string[] {
  const said = leaving.flatMap((line) =>
    leavingWords(line.leaving, { timezone: line.timezone, price: { minor: total.minor } }, now),
  );
  return [...new Set(said)];
}

/** Until when somebody may cancel by themselves, and what comes back then. */
export function cancelWords({ percent, until, fee }: NonNullable<LeavingTerms["cancel"]>, cohort: Zoned): string {
  const t = getTranslator();
  const [values, hasFee] = [{ percent, fee: formatAmount(fee) }, fee.minor > 0];
  if (until === null) {
    return hasFee ? t("catalogue.cancel_any_time_with_fee", values) : t("catalogue.cancel_any_time", { percent });
  }
  const at = formatInstant(until, cohort);
  return hasFee
    ? t("catalogue.cancel_until_with_fee", { ...values, until: at })
    : t("catalogue.cancel_until", { percent, until: at });
}

/**
 * That a cohort is not certain to take place, and when that is decided. A page that is kept (`isKept`) is not made anew when somebody
 * enrols, so it does not say how many are missing.
 */
export function tentativeWords(
  { studentsMin: min, missing, confirmBy }: Tentative,
  cohort: Zoned,
  { isKept = false } = {},
): string {
  const t = getTranslator();
  const counted =
    missing > 0 ? t("catalogue.tentative_missing", { min, missing }) : t("catalogue.tentative_reached", { min });
  const said = isKept ? t("catalogue.tentative_min", { min }) : counted;
  if (!confirmBy) return said;
  return `${said} ${t("catalogue.tentative_decided_by", { date: formatInstant(confirmBy, { ...cohort, form: "date" }) })}`;
}

/** That a price may be paid in parts, and what they come to; undefined where it is paid at once. */
export function planWords({ plan, price: { currency } }: Pick<PricedCohort, "plan" | "price">): string | undefined {
  const [deposit, ...further] = plan?.partsMinor ?? [];
  if (!plan || deposit === undefined) return undefined;
  const amountOf = (minor: number) => formatAmount({ minor, currency }, { short: true });
  const values = {
    ...{ count: further.length + 1, further: further.length, months: plan.monthsBetween },
    ...{ deposit: amountOf(deposit), amount: amountOf(Math.max(...further)) },
  };
  const t = getTranslator();
  return new Set(further).size === 1
    ? t("instalments.plan_on_course", values)
    : t("instalments.plan_on_course_uneven", values);
}

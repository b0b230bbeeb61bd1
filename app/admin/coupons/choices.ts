import { listCurrencyChoices } from "#app/admin/_list/choices.ts";
import type { CouponDraft, CouponFieldsProps } from "#components/discounts/coupon-fields.tsx";
import { listCourseChoices, listSubjectChoices, listUpcomingCohortChoices } from "#domain/courses/list-courses.ts";
import type { CouponFields } from "#domain/coupons/inputs.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { formatPercentDigits } from "#domain/kernel/read-percent.ts";

type Named = { kind: string; target: string; label: string };

/** What the form of a coupon offers; what is chosen already is among it, however long the lists are. */
export async function listCouponChoices(
  read: ReadCtx,
  chosen: readonly Named[] = [],
): Promise<Omit<CouponFieldsProps, "draft" | "isNew">> {
  const withChosen = (kind: string, listed: { value: string; label: string }[]) => {
    const own = chosen.filter((each) => each.kind === kind).map(({ target: value, label }) => ({ value, label }));
    return [...own, ...listed.filter(({ value }) => !own.some((each) => each.value === value))];
  };
  return {
    currencies: listCurrencyChoices(),
    subjects: withChosen("subject", await listSubjectChoices(read)),
    courses: withChosen("course", await listCourseChoices(read)),
    cohorts: withChosen("cohort", await listUpcomingCohortChoices(read)),
  };
}

const text = (value: number | string | null) => (value === null ? "" : String(value));

/** A coupon as its form shows it. */
export function toCouponDraft(fields: CouponFields, currency: string): CouponDraft {
  const { percentPpm, amountMinor, minimumMinor } = fields;
  const own = fields.currency ?? currency;
  const money = (minor: number | null) => (minor === null ? "" : toDecimal({ minor, currency: own }));
  return {
    ...{ name: fields.name, kind: fields.kind, currency: own, isCombinable: fields.isCombinable },
    value: percentPpm === null ? money(amountMinor) : formatPercentDigits(percentPpm),
    minimum: money(minimumMinor),
    ...{ startsOn: text(fields.startsOn), endsOn: text(fields.endsOn) },
    ...{ usesMax: text(fields.usesMax), usesPerPersonMax: text(fields.usesPerPersonMax) },
    ...{ placesMax: text(fields.placesMax), scopes: fields.scopes },
  };
}

import { listCurrencyChoices } from "#app/admin/_list/choices.ts";
import type { PriceRuleDraft, PriceRuleFieldsProps } from "#components/discounts/price-rule-fields.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { listCourseChoices, listUpcomingCohortChoices } from "#domain/courses/list-courses.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { formatPercentDigits } from "#domain/kernel/read-percent.ts";
import type { PriceRuleFields } from "#domain/price-rules/inputs.ts";

/** A course, or a course and one of its cohorts, as one choice of the form. */
const toTarget = (courseId: string | null, cohortId: string | null) =>
  [courseId ?? "", cohortId ?? ""].join(" ").trim();

type Chosen = {
  courseId: string | null;
  cohortId: string | null;
  courseTitle: string | null;
  cohortName: string | null;
};

/** What the form of a price rule offers; what is chosen already is among it. */
export async function listPriceRuleChoices(
  read: ReadCtx,
  chosen?: Chosen,
): Promise<Omit<PriceRuleFieldsProps, "draft">> {
  const t = getTranslator();
  const courses = await listCourseChoices(read);
  const cohorts = await listUpcomingCohortChoices(read);
  const targets = [
    ...courses.map(({ value, label }) => ({ value, label: t("price_rules.all_of_course", { course: label }) })),
    ...cohorts.map(({ value, label, courseId }) => ({ value: toTarget(courseId, value), label })),
  ];
  const own = chosen && toTarget(chosen.courseId, chosen.cohortId);
  const isListed = !own || targets.some(({ value }) => value === own);
  const label = [chosen?.courseTitle, chosen?.cohortName].filter(Boolean).join(", ");
  return {
    currencies: listCurrencyChoices(),
    targets: isListed ? targets : [{ value: own, label: label || own }, ...targets],
  };
}

const text = (value: number | string | null) => (value === null ? "" : String(value));

/** A price rule as its form shows it. */
export function toPriceRuleDraft(fields: PriceRuleFields, currency: string): PriceRuleDraft {
  const own = fields.currency ?? currency;
  const { percentPpm, amountMinor: minor } = fields;
  const amount = minor === null ? "" : toDecimal({ minor, currency: own });
  return {
    ...{ name: fields.name, kind: fields.kind, effect: fields.effect, currency: own, isAdded: fields.isAdded },
    target: toTarget(fields.courseId, fields.cohortId),
    value: percentPpm === null ? amount : formatPercentDigits(percentPpm),
    ...{ startsOn: text(fields.startsOn), endsOn: text(fields.endsOn), addresses: fields.addresses.join("\n") },
    ...{ withinDays: text(fields.withinDays), fromPlace: String(fields.fromPlace) },
  };
}

import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import { authorize } from "../policy.ts";
import { applyTaxRates } from "../tax/apply-tax-rates.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { insertCohort } from "./insert-cohort.ts";
import { loadCohort, loadCourse } from "./load-course.ts";
import type { Cohort } from "./machine.ts";
import type { CohortFields } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";

/** A new offering of a course, open for enrolment as soon as the course is published and its window begins. */
export async function createCohort(ctx: WriteCtx, input: { courseId: string } & CohortFields): Promise<Cohort> {
  authorize(ctx, "cohort.edit", {});
  assertCurrency(input.currency);
  const { course } = await loadCourse(ctx.tx, input.courseId);
  const inserted = await insertCohort(ctx, input);
  if (inserted.netPriceMinor !== null) await applyTaxRates(ctx, course.id);
  const cohort = inserted.netPriceMinor === null ? inserted : await loadCohort(ctx.tx, inserted.id);
  await updateSearchRow(ctx, course.id);
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohort.id }, { after: { ...input } });
  return cohort;
}

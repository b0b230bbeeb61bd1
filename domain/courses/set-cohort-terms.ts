import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { cohorts } from "#db/schema/index.ts";
import { issue, message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { loadCohort } from "./load-course.ts";
import type { Cohort } from "./machine.ts";

const DAYS_MAX = 3_650;
const FEE_MINOR_MAX = 1_000_000_000_00;
const STUDENTS_MAX = 100_000;

const TermDays = z.number().int().min(0).max(DAYS_MAX);
const TermPercent = z.number().int().min(0).max(100);
const TermStudents = z.number().int().min(1).max(STUDENTS_MAX);

/** On what terms students leave a cohort by themselves, and with how many it takes place. Only what is sent changes. */
export const CohortTerms = z
  .strictObject({
    /** Until how many days before its beginning a student may cancel what they paid for; null asks the office. */
    cancelDays: TermDays.nullable(),
    /** What share of what was paid comes back, in per cent; and the fee, in minor units of the cohort's currency. */
    cancelPercent: TermPercent,
    cancelFeeMinor: z.number().int().min(0).max(FEE_MINOR_MAX),
    /** Until how many days before its beginning a student may move to another cohort; null asks the office. */
    moveDays: TermDays.nullable(),
    /** With fewer students it may not take place; null always does. */
    studentsMin: TermStudents.nullable(),
    /** When the school decides that. */
    confirmBy: z.iso
      .datetime({ offset: true, message: issue("fields.time_with_offset") })
      .transform((written) => new Date(written))
      .nullable(),
  })
  .partial();
export type CohortTerms = z.output<typeof CohortTerms>;

export const TERM_PARTS = Object.keys(CohortTerms.shape);

/**
 * Refuses terms that do not go together, a fee above the price, a cohort that was cancelled, and one whose terms changed since they were `seen`. Whoever has a
 * place already leaves it by the terms under which they bought it, or by these where these are kinder.
 */
export async function setCohortTerms(
  ctx: WriteCtx,
  input: { cohortId: string; seen?: string | undefined } & CohortTerms,
): Promise<Cohort> {
  const { cohortId, seen, ...changes } = input;
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, cohortId);
  checkTermsTogether({ ...cohort, ...changes });
  checkFee({ ...cohort, ...changes });
  const difference = diffRow(cohort, changes);
  if (!difference) return cohort;
  assertEditVersion({ row: cohort, fields: TERM_PARTS, wanted: changes, seen, names: { cancelFeeMinor: "cancelFee" } });
  // Another day on which to decide is reminded of anew.
  const again = difference.after.confirmBy === undefined ? {} : { decisionRemindedAt: null };
  const [edited] = await ctx.tx
    .update(cohorts)
    .set({ ...difference.after, ...again, updatedAt: ctx.now })
    .where(and(eq(cohorts.id, cohortId), eq(cohorts.state, "open")))
    .returning();
  if (!edited) throw new Refusal("wrong_state");
  await bumpCatalogueVersion(ctx);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, difference);
  return edited;
}

/** What comes back is never less than nothing, and a fee above the price would keep everything without saying so. */
function checkFee({ cancelFeeMinor, priceMinor }: Cohort): void {
  if (cancelFeeMinor <= priceMinor) return;
  throw new Refusal("invalid_input", { fields: { cancelFee: message("fields.fee_above_price") } });
}

function checkTermsTogether({ studentsMin, confirmBy, capacity, startsAt }: Cohort): void {
  const refuse = (field: string, key: Parameters<typeof message>[0]) =>
    new Refusal("invalid_input", { fields: { [field]: { key } } });
  if (studentsMin !== null && capacity !== null && studentsMin > capacity) {
    throw refuse("studentsMin", "fields.students_min_above_seats");
  }
  if (confirmBy && studentsMin === null) throw refuse("confirmBy", "fields.confirm_by_without_min");
  if (confirmBy && startsAt && confirmBy > startsAt) throw refuse("confirmBy", "fields.confirm_by_after_start");
}

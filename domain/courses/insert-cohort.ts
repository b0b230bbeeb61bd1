import { cohorts } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState } from "../kernel/transitions.ts";
import type { Origin } from "./insert-course.ts";
import type { Cohort } from "./machine.ts";
import type { CohortFields } from "./inputs.ts";

/** The step that creating and importing share. The caller keeps the search row and the catalogue's version. */
export async function insertCohort(
  ctx: StepCtx,
  input: { courseId: string } & CohortFields,
  origin?: Origin,
): Promise<Cohort> {
  const cohort: Cohort = {
    ...{ accessUntil: null, renewal: "none", renewalDays: null, renewalPriceMinor: 0, renewalsMax: null },
    ...{ completionMaterialsPercent: null, completionAttendancePercent: null },
    ...input,
    netPriceMinor: input.netPriceMinor ?? null,
    id: createId("cohort"),
    state: "open",
    translations: null,
    ...{ cancelDays: null, cancelPercent: 100, cancelFeeMinor: 0, moveDays: null },
    ...{
      studentsMin: null,
      paymentPlan: null,
      confirmBy: null,
      confirmedAt: null,
      decisionRemindedAt: null,
      confirmedToldTo: null,
    },
    held: 0,
    taken: 0,
    source: origin?.source ?? null,
    externalKey: origin?.externalKey ?? null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(cohorts).values(cohort);
  await recordState(ctx, { type: "cohort", id: cohort.id }, null, "open");
  return cohort;
}

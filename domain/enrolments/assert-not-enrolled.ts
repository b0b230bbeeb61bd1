import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enrolQueries } from "./enrol-queries.ts";

/** Refuses (`already_enrolled`) a student who has a place in the cohort, or one that waits to be paid. */
export async function assertNotEnrolled(ctx: StepCtx, place: { cohortId: string; studentId: string }): Promise<void> {
  const [present] = await enrolQueries(ctx.tx).present.execute(place);
  if (present) throw new Refusal("already_enrolled");
}

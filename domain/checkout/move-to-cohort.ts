import type { cohorts, enrolments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { claimSeatFor } from "../waiting/claim-seat-for.ts";
import { enrolQueries } from "../enrolments/enrol-queries.ts";
import { moveClaimedPlace } from "./move-claimed-place.ts";

/**
 * The step of moving an active place, whoever does it. The new seat is claimed before the old one is given back; the order and what was
 * paid stay as they are, and so do the terms under which it was bought: those of the new cohort are kept beside them. `moving` is as in move-claimed-place.ts.
 */
export async function moveToCohort(
  ctx: StepCtx,
  before: typeof enrolments.$inferSelect,
  target: typeof cohorts.$inferSelect,
  moving: { why: string; returned?: Money; takenOff?: Money; isUnsettled?: true },
): Promise<void> {
  if (target.id === before.cohortId) throw new Refusal("already_enrolled");
  const place = { cohortId: target.id, studentId: before.studentId };
  const [present] = await enrolQueries(ctx.tx).present.execute(place);
  if (present) throw new Refusal("already_enrolled");
  if (!(await claimSeatFor(ctx, place, "taken"))) throw new Refusal("cohort_full");
  await moveClaimedPlace(ctx, before, target, moving);
}

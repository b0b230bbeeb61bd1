import { eq } from "drizzle-orm";
import { cohorts, waitingList } from "#db/schema/index.ts";
import { isCohortOver } from "../courses/enrolment-window.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { waitingMachine } from "../seats/machine.ts";
import { releaseOfferedSeat } from "./release-offered-seat.ts";

/**
 * Ends an offer that nobody took in time, or whose cohort is over; the seat goes to the next. Says false when it was decided
 * meanwhile, and while it stands.
 */
export async function lapseOffer(ctx: WriteCtx, waitingId: string): Promise<boolean> {
  authorize(ctx, "waiting.offer", {});
  const [found] = await ctx.tx
    .select({ offerExpiresAt: waitingList.offerExpiresAt, endsAt: cohorts.endsAt })
    .from(waitingList)
    .innerJoin(cohorts, eq(cohorts.id, waitingList.cohortId))
    .where(eq(waitingList.id, waitingId));
  if (!found?.offerExpiresAt || (found.offerExpiresAt > ctx.now && !isCohortOver(found, ctx.now))) return false;
  const entry = await tryTransition(ctx, waitingMachine, waitingId, "lapsed", { set: { decidedAt: ctx.now } });
  if (!entry) return false;
  await releaseOfferedSeat(ctx, entry);
  await audit(ctx, "waiting.offer", { type: "waiting", id: entry.id }, { after: { state: "lapsed" } });
  return true;
}

import { and, eq, inArray } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import { releaseSeat } from "../seats/claims.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition, tryTransition } from "../kernel/transitions.ts";
import { holdMachine, waitingMachine } from "../seats/machine.ts";

/**
 * Takes a student off the waiting list whom the office gives a place, or they would be offered a second one. The seat that they
 * were offered is freed for the place, which must be claimed in the same write: nobody else is offered it in between.
 * `hadSeat` says whether there was one.
 */
export async function endWaitingForSeat(
  ctx: StepCtx,
  place: { cohortId: string; studentId: string },
): Promise<{ hadSeat: boolean }> {
  const [entry] = await ctx.tx
    .select({ id: waitingList.id, state: waitingList.state, holdId: waitingList.holdId })
    .from(waitingList)
    .where(
      and(
        eq(waitingList.cohortId, place.cohortId),
        eq(waitingList.studentId, place.studentId),
        inArray(waitingList.state, ["waiting", "offered"]),
      ),
    );
  if (!entry) return { hadSeat: false };
  const to = entry.state === "offered" ? "accepted" : "left";
  await transition(ctx, waitingMachine, entry.id, to, {
    set: { decidedAt: ctx.now },
    why: "given a place by the school",
  });
  if (!entry.holdId || !(await tryTransition(ctx, holdMachine, entry.holdId, "released"))) {
    return { hadSeat: false };
  }
  await releaseSeat(ctx, place.cohortId, "held");
  return { hadSeat: true };
}

import { and, asc, eq, inArray } from "drizzle-orm";
import { users, waitingList } from "#db/schema/index.ts";
import { releaseSeat } from "./claims.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { transition, tryTransition } from "../kernel/transitions.ts";
import { holdMachine, waitingMachine } from "./machine.ts";

/** How many people one write takes off the list. A job goes on where it stopped; nobody is offered a seat meanwhile. */
const ENDED_AT_ONCE = 50;

/**
 * Ends the waiting list of a cohort that will not take place: whoever waits leaves it, offers lapse and give their seats back, and
 * each person is told by mail. Nobody is offered a seat that is freed by it. Says how many were told; the list may be longer.
 */
export async function endWaiting(ctx: StepCtx, cohortId: string, why: string): Promise<number> {
  const entries = await ctx.tx
    .select({ entry: waitingList, email: users.email, disabledAt: users.disabledAt })
    .from(waitingList)
    .innerJoin(users, eq(users.id, waitingList.studentId))
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])))
    .orderBy(asc(waitingList.since), asc(waitingList.id))
    .limit(ENDED_AT_ONCE);
  for (const { entry, email, disabledAt } of entries) {
    const to = entry.state === "offered" ? "lapsed" : "left";
    await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now }, why: "cohort cancelled" });
    if (entry.holdId && (await tryTransition(ctx, holdMachine, entry.holdId, "released"))) {
      await releaseSeat(ctx, cohortId, "held");
    }
    if (disabledAt !== null) continue;
    const payload = { waitingId: entry.id, why };
    await enqueueMail(ctx, { kind: "waiting_ended", to: email, payload, dedupeKey: entry.id });
  }
  return entries.length;
}

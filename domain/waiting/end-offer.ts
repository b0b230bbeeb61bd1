import { and, eq, inArray } from "drizzle-orm";
import { cohorts, waitingList } from "#db/schema/index.ts";
import { releaseSeat } from "../seats/claims.ts";
import { isCohortOver } from "../courses/enrolment-window.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition, tryTransition } from "../kernel/transitions.ts";
import { holdMachine, waitingMachine } from "../seats/machine.ts";
import { authorize } from "../policy.ts";
import { offerSeats } from "../seats/offer-seats.ts";

/**
 * A student steps back from the waiting list: someone who waits leaves it, someone who was offered a seat declines it, and the
 * seat goes to the next.
 */
export async function leaveWaitingList(ctx: WriteCtx, waitingId: string): Promise<void> {
  const [found] = await ctx.tx.select().from(waitingList).where(eq(waitingList.id, waitingId));
  if (!found) throw new Refusal("not_found");
  const entry = authorize(ctx, "waiting.decide", found, { ownerId: found.studentId });
  const to = entry.state === "offered" ? "declined" : "left";
  await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now } });
  await giveBack(ctx, entry);
  await audit(
    ctx,
    "waiting.decide",
    { type: "waiting", id: entry.id },
    { before: { state: entry.state }, after: { state: to } },
  );
}

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
  await giveBack(ctx, entry);
  await audit(ctx, "waiting.offer", { type: "waiting", id: entry.id }, { after: { state: "lapsed" } });
  return true;
}

async function giveBack(ctx: StepCtx, entry: typeof waitingList.$inferSelect) {
  if (!entry.holdId) return;
  if (!(await tryTransition(ctx, holdMachine, entry.holdId, "released"))) return;
  await releaseSeat(ctx, entry.cohortId, "held");
  await offerSeats(ctx, entry.cohortId);
}

/** Takes a student off every waiting list, because their account was disabled; seats that they were offered go to the next. */
export async function leaveAllWaitingLists(ctx: StepCtx, studentId: string): Promise<void> {
  const entries = await ctx.tx
    .select()
    .from(waitingList)
    .where(and(eq(waitingList.studentId, studentId), inArray(waitingList.state, ["waiting", "offered"])));
  for (const entry of entries) {
    const to = entry.state === "offered" ? "lapsed" : "left";
    await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now }, why: "account disabled" });
    await giveBack(ctx, entry);
  }
}

import { eq } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import { waitingMachine } from "../enrolments/machine.ts";
import { freeSeat } from "../enrolments/seats.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition, tryTransition } from "../kernel/transitions.ts";
import { holdMachine } from "../orders/machine.ts";
import { authorize } from "../policy.ts";
import { offerSeats } from "./offer-seats.ts";

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

/** Ends an offer that nobody took in time; the seat goes to the next. Says false when it was decided meanwhile. */
export async function lapseOffer(ctx: WriteCtx, waitingId: string): Promise<boolean> {
  authorize(ctx, "waiting.offer", {});
  const [found] = await ctx.tx.select().from(waitingList).where(eq(waitingList.id, waitingId));
  if (!found?.offerExpiresAt || found.offerExpiresAt > ctx.now) return false;
  const entry = await tryTransition(ctx, waitingMachine, waitingId, "lapsed", { set: { decidedAt: ctx.now } });
  if (!entry) return false;
  await giveBack(ctx, entry);
  await audit(ctx, "waiting.offer", { type: "waiting", id: entry.id }, { after: { state: "lapsed" } });
  return true;
}

async function giveBack(ctx: WriteCtx, entry: typeof waitingList.$inferSelect) {
  if (!entry.holdId) return;
  if (!(await tryTransition(ctx, holdMachine, entry.holdId, "released"))) return;
  await freeSeat(ctx, entry.cohortId, "held");
  await offerSeats(ctx, entry.cohortId);
}

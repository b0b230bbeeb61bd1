import { eq } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { waitingMachine } from "../seats/machine.ts";
import { releaseOfferedSeat } from "./release-offered-seat.ts";

/**
 * A student steps back from the waiting list: someone who waits leaves it, someone who was offered a seat declines it, and the
 * seat goes to the next.
 */
export async function leaveWaitingList(ctx: WriteCtx, waitingId: string): Promise<void> {
  const [entry] = await ctx.tx.select().from(waitingList).where(eq(waitingList.id, waitingId));
  if (!entry) throw new Refusal("not_found");
  authorize(ctx, "waiting.decide", { ownerId: entry.studentId });
  const to = entry.state === "offered" ? "declined" : "left";
  await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now } });
  await releaseOfferedSeat(ctx, entry);
  await audit(
    ctx,
    "waiting.decide",
    { type: "waiting", id: entry.id },
    { before: { state: entry.state }, after: { state: to } },
  );
}

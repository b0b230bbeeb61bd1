import { and, eq, inArray } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { waitingMachine } from "../seats/machine.ts";
import { releaseOfferedSeat } from "./release-offered-seat.ts";

/** Takes a student off every waiting list, because their account was disabled; seats that they were offered go to the next. */
export async function leaveAllWaitingLists(ctx: StepCtx, studentId: string): Promise<void> {
  const entries = await ctx.tx
    .select()
    .from(waitingList)
    .where(and(eq(waitingList.studentId, studentId), inArray(waitingList.state, ["waiting", "offered"])));
  for (const entry of entries) {
    const to = entry.state === "offered" ? "lapsed" : "left";
    await transition(ctx, waitingMachine, entry.id, to, { set: { decidedAt: ctx.now }, why: "account disabled" });
    await releaseOfferedSeat(ctx, entry);
  }
}

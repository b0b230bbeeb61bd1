import { and, eq, isNull } from "drizzle-orm";
import { holds, seatBlocks } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { releaseSeat, stillHeld } from "../seats/claims.ts";
import { offerSeats } from "../seats/offer-seats.ts";
import type { SeatBlock } from "./create-seat-block.ts";

/**
 * The step that ends a block: the seats that nobody has are free for everybody, and whoever waits is asked first. Undefined when it had
 * ended before. Whoever has one of its seats keeps it.
 */
export async function closeSeatBlock(ctx: StepCtx, blockId: string): Promise<SeatBlock | undefined> {
  const [block] = await ctx.tx
    .update(seatBlocks)
    .set({ state: "ended", endedAt: ctx.now })
    .where(and(eq(seatBlocks.id, blockId), eq(seatBlocks.state, "open")))
    .returning();
  if (!block) return undefined;
  const freed = await ctx.tx
    .update(holds)
    .set({ state: "released" })
    .where(and(eq(holds.blockId, blockId), isNull(holds.orderLineId), stillHeld))
    .returning({ id: holds.id });
  for (const _ of freed) await releaseSeat(ctx, block.cohortId, "held");
  if (freed.length > 0) await offerSeats(ctx, block.cohortId);
  return block;
}

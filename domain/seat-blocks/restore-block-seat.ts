import { and, eq, gt, isNotNull, sql } from "drizzle-orm";
import { cohorts, holds, seatBlocks } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

/**
 * Keeps a seat for its group again, whose member gave it back before the group's time was over: nobody else is asked meanwhile. `was`: how
 * it counted until now. Says false for a seat of no group, or of one that has ended: it is free.
 */
export async function restoreBlockSeat(
  ctx: StepCtx,
  { orderLineId, cohortId }: { orderLineId: string | null; cohortId: string },
  was: "held" | "taken",
): Promise<boolean> {
  if (orderLineId === null) return false;
  const [hold] = await ctx.tx
    .select({ id: holds.id, blockId: holds.blockId })
    .from(holds)
    .where(
      and(
        eq(holds.orderLineId, orderLineId),
        eq(holds.cohortId, cohortId),
        eq(holds.state, was),
        isNotNull(holds.blockId),
      ),
    );
  if (!hold?.blockId) return false;
  const [block] = await ctx.tx
    .update(seatBlocks)
    .set({ used: sql`${seatBlocks.used} - 1` })
    .where(and(eq(seatBlocks.id, hold.blockId), eq(seatBlocks.state, "open"), gt(seatBlocks.until, ctx.now)))
    .returning();
  if (!block) return false;
  // What the order had ends with it; the group gets a hold of its own.
  await ctx.tx.update(holds).set({ state: "released" }).where(eq(holds.id, hold.id));
  const kept = { id: createId("hold"), cohortId, blockId: block.id, until: block.until, createdAt: ctx.now };
  await ctx.tx.insert(holds).values({ ...kept, state: "held" });
  if (was === "held") return true;
  await ctx.tx
    .update(cohorts)
    .set({ held: sql`${cohorts.held} + 1`, taken: sql`${cohorts.taken} - 1` })
    .where(eq(cohorts.id, cohortId));
  return true;
}

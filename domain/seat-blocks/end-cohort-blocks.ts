import { and, eq } from "drizzle-orm";
import { seatBlocks } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { closeSeatBlock } from "./close-seat-block.ts";

/** Ends every block of a cohort that does not take place. */
export async function endCohortBlocks(ctx: StepCtx, cohortId: string): Promise<void> {
  const open = await ctx.tx
    .select({ id: seatBlocks.id })
    .from(seatBlocks)
    .where(and(eq(seatBlocks.cohortId, cohortId), eq(seatBlocks.state, "open")));
  for (const { id } of open) await closeSeatBlock(ctx, id);
}

import { desc, eq } from "drizzle-orm";
import { cohorts, seatBlocks } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { SeatBlock } from "./create-seat-block.ts";

const BLOCKS_SHOWN = 100;

/**
 * The groups for which seats of a cohort are or were kept, the newest first: for whoever runs the courses, since codes are among them.
 * Refuses (`not_found`) a cohort that does not exist.
 */
export async function listSeatBlocks(ctx: ReadCtx, cohortId: string): Promise<SeatBlock[]> {
  authorize(ctx, "cohort.edit", {});
  const [cohort] = await ctx.read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.id, cohortId));
  if (!cohort) throw new Refusal("not_found");
  return ctx.read
    .select()
    .from(seatBlocks)
    .where(eq(seatBlocks.cohortId, cohortId))
    .orderBy(desc(seatBlocks.createdAt), desc(seatBlocks.id))
    .limit(BLOCKS_SHOWN);
}

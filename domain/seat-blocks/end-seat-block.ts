import { and, eq } from "drizzle-orm";
import { seatBlocks } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { closeSeatBlock } from "./close-seat-block.ts";
import type { SeatBlock } from "./create-seat-block.ts";

/** Keeps the seats of a block no longer: what nobody has of them is free, for whoever waits first. Refuses one that has ended. */
export async function endSeatBlock(ctx: WriteCtx, input: { blockId: string; cohortId?: string }): Promise<SeatBlock> {
  authorize(ctx, "cohort.edit", {});
  const { blockId, cohortId } = input;
  const [found] = await ctx.tx
    .select({ id: seatBlocks.id })
    .from(seatBlocks)
    .where(and(eq(seatBlocks.id, blockId), cohortId === undefined ? undefined : eq(seatBlocks.cohortId, cohortId)));
  if (!found) throw new Refusal("not_found");
  const block = await closeSeatBlock(ctx, blockId);
  if (!block) throw new Refusal("wrong_state");
  await bumpCatalogueVersion(ctx);
  const change = { before: { seatBlock: block.id, name: block.name }, after: { state: block.state, used: block.used } };
  await audit(ctx, "cohort.edit", { type: "cohort", id: block.cohortId }, change);
  return block;
}

import { and, asc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { holds, seatBlocks } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { stillHeld } from "../seats/claims.ts";
import type { SeatBlock } from "./create-seat-block.ts";
import { readBlockCode } from "./inputs.ts";
import { isListedAddress } from "./is-listed-address.ts";

/** Who wants one of the seats that are kept: by the code they type, or by their address once it is confirmed. */
export type BlockMember = { cohortId: string; code?: string | undefined; email: string; isConfirmed: boolean };

/**
 * Takes one of the seats that are kept for somebody, whose hold the caller makes theirs in the same write. A conditional UPDATE of the block
 * counts it, so that two never get the last one. Undefined where none is kept for them, or all of them are taken. Refuses a code that is
 * unknown, has ended or has no seat left (`block_code_refused`).
 */
export async function takeBlockSeat(ctx: StepCtx, who: BlockMember): Promise<{ holdId: string } | undefined> {
  const open = await loadOpenBlocks(ctx, who.cohortId);
  const typed = readBlockCode(who.code ?? "");
  if (typed !== "") {
    const block = open.find(({ code }) => code === typed);
    if (!block) throw refuse("refusals.block_code_unknown");
    return (await takeSeatOf(ctx, block)) ?? Promise.reject(refuse("refusals.block_code_used_up"));
  }
  for (const block of open) {
    if (!who.isConfirmed || !isListedAddress(who.email, block.addresses)) continue;
    const taken = await takeSeatOf(ctx, block);
    if (taken) return taken;
  }
  return undefined;
}

/** Whether a seat is left of those that are kept for an address, confirmed or not. */
export async function isSeatKeptFor(ctx: StepCtx, who: Pick<BlockMember, "cohortId" | "email">): Promise<boolean> {
  const open = await loadOpenBlocks(ctx, who.cohortId);
  return open.some(({ addresses, used, seats }) => used < seats && isListedAddress(who.email, addresses));
}

const loadOpenBlocks = (ctx: StepCtx, cohortId: string): Promise<SeatBlock[]> =>
  ctx.tx
    .select()
    .from(seatBlocks)
    .where(and(eq(seatBlocks.cohortId, cohortId), eq(seatBlocks.state, "open"), gt(seatBlocks.until, ctx.now)))
    .orderBy(asc(seatBlocks.createdAt), asc(seatBlocks.id));

function refuse(key: "refusals.block_code_unknown" | "refusals.block_code_used_up"): Refusal {
  const words = message(key);
  return new Refusal("block_code_refused", { words, fields: { code: words } });
}

async function takeSeatOf(ctx: StepCtx, { id }: SeatBlock): Promise<{ holdId: string } | undefined> {
  const [counted] = await ctx.tx
    .update(seatBlocks)
    .set({ used: sql`${seatBlocks.used} + 1` })
    .where(and(eq(seatBlocks.id, id), eq(seatBlocks.state, "open"), lt(seatBlocks.used, seatBlocks.seats)))
    .returning({ id: seatBlocks.id });
  if (!counted) return undefined;
  // The row of the block is this write's until it ends, so nobody else looks for a hold of it meanwhile.
  const [hold] = await ctx.tx
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.blockId, id), isNull(holds.orderLineId), stillHeld))
    .orderBy(asc(holds.id))
    .limit(1);
  if (!hold) throw new Error("a block counts a seat that no hold keeps");
  return { holdId: hold.id };
}

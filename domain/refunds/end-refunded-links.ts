import { and, eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { endOpenLinks } from "../claim-links/end-open-links.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getSpentCreditMinor } from "../ledger/credit-sums.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";

/**
 * Once all that an order has brought is on its way back, nobody may claim a place that it has bought: not in the hours or days until the
 * money is there either. What somebody has claimed by then stays, as any place does until the office ends it.
 */
export async function endRefundedLinks(ctx: StepCtx, orderId: string): Promise<void> {
  if (await isAllRefunded(ctx, orderId)) await endOpenLinks(ctx, orderId, "refunded");
}

/** All that an order has brought is back with its buyer, or on its way; also what credit has paid. */
export async function isAllRefunded(ctx: StepCtx, orderId: string): Promise<boolean> {
  const settled = await ctx.tx
    .select({ id: payments.id, amountMinor: payments.amountMinor })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), eq(payments.state, "settled")));
  for (const { id, amountMinor } of settled) {
    if ((await getCommittedMinor(ctx.tx, id)) < amountMinor) return false;
  }
  return (await getSpentCreditMinor(ctx.tx, orderId)) <= 0;
}

import { and, asc, eq } from "drizzle-orm";
import { type orders, payments, type refunds } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { getOwedMinor } from "./refund-due.ts";
import { requestRefund } from "./request-refund.ts";

/**
 * Asks for all that is owed to the buyer of an order that has ended, from the payments that brought it, oldest first. Gives
 * back the refunds; they are sent afterwards, as every refund is.
 */
export async function refundOrder(
  ctx: StepCtx,
  order: typeof orders.$inferSelect,
  reason: string,
): Promise<(typeof refunds.$inferSelect)[]> {
  const settled = await ctx.tx
    .select()
    .from(payments)
    .where(and(eq(payments.orderId, order.id), eq(payments.state, "settled")))
    .orderBy(asc(payments.createdAt), asc(payments.id));
  const asked: (typeof refunds.$inferSelect)[] = [];
  let owed = await getOwedMinor(ctx.tx, order);
  for (const { id: paymentId, amountMinor: paidMinor } of settled) {
    const amountMinor = Math.min(owed, paidMinor - (await getCommittedMinor(ctx.tx, paymentId)));
    if (amountMinor <= 0) continue;
    asked.push((await requestRefund(ctx, { paymentId, amountMinor, reason })).refund);
    owed -= amountMinor;
  }
  return asked;
}

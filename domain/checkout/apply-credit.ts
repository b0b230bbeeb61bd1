import { eq } from "drizzle-orm";
import { orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getCreditMinor } from "../credit/get-credit.ts";
import { takeCredit } from "../credit/take-credit.ts";
import type { PayChoice } from "../instalments/pick-instalments.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Asked } from "../payments/add-payment.ts";
import { endOpenTransfers, listOpenTransfers } from "../payments/end-open-transfers.ts";
import { getAsked } from "../payments/get-asked.ts";
import { acceptTerms } from "../orders/accept-terms.ts";
import { authorize } from "../policy.ts";
import { getOrderFacts, settleOrder } from "./settle-order.ts";

type Order = typeof orders.$inferSelect;

/**
 * Pays an order with its buyer's credit: all that it asks for, or as much as there is, and the rest by another way. An instalment is paid
 * whole or not at all. A transfer that was awaited asked for more than is left, and ends (`endedTransfer`): the next one asks for the rest. Says whether it is paid now. `terms`: as when it is paid in another way (start-payment.ts). Refuses when there is no credit, and whatever cannot be paid any more.
 */
export async function applyCredit(
  ctx: WriteCtx,
  input: { orderId: string; pay?: PayChoice | undefined; terms?: string | undefined },
): Promise<{ order: Order; isPaid: boolean; endedTransfer: boolean }> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.pay", { ownerId: order.buyerId });
  const asked = await getAsked(ctx, order, input.pay);
  const { buyerId: userId, currency, id: orderId } = order;
  const haveMinor = await getCreditMinor(ctx.tx, { userId, currency });
  const amountMinor = Math.min(haveMinor, asked.amountMinor);
  const isTooSmall = amountMinor < 1 || (asked.first !== null && amountMinor < asked.amountMinor);
  const to = [{ account: "customer_funds" as const, detail: orderId, amountMinor }];
  const move = { userId, currency, amountMinor, kind: "spent" as const, orderId };
  const entryId = isTooSmall ? undefined : await takeCredit(ctx, move, to);
  if (entryId === undefined) throw new Refusal("wrong_state", { words: message("refusals.credit_too_small") });
  if (input.terms !== undefined) await acceptTerms(ctx, { orderId, version: input.terms });
  const isPaid = await settle(ctx, order, { ...asked, amountMinor }, entryId);
  const open = await listOpenTransfers(ctx, { orderId });
  const why = isPaid ? "the order is paid" : "a part is paid with credit";
  await endOpenTransfers(ctx, { orderId, why, open });
  await audit(ctx, "order.pay", { type: "order", id: orderId }, { after: { credit: true, amountMinor, currency } });
  return { order, isPaid, endedTransfer: open.length > 0 };
}

async function settle(ctx: StepCtx, order: Order, asked: Asked, entryId: string): Promise<boolean> {
  const facts = await getOrderFacts(ctx, order);
  if (asked.first === null && facts.fundsMinor < order.totalMinor) return false;
  const source = { type: "credit" as const, id: entryId };
  const outcome = await settleOrder(ctx, order, facts, { ...asked, askedAt: ctx.now, paymentId: null, source });
  if (outcome !== "paid") throw new Refusal("wrong_state");
  return true;
}

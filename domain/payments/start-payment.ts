import { eq } from "drizzle-orm";
import { orders, type payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/words.ts";
import { audit } from "../kernel/audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tellBuyer } from "../orders/tell-buyer.ts";
import { authorize } from "../policy.ts";
import { liveOrNewPayment } from "./add-payment.ts";

/**
 * Begins an attempt to pay an order, or gives back the one that is already under way with the same provider, so that two tabs
 * and a double click pay once. The provider is called afterwards, outside the transaction.
 */
export async function startPayment(
  ctx: WriteCtx,
  input: { orderId: string; provider: ProviderName },
): Promise<typeof payments.$inferSelect> {
  const [found] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!found) throw new Refusal("not_found");
  const order = authorize(ctx, "order.pay", found, { ownerId: found.buyerId });
  if (!ctx.rules.paymentProviders.includes(input.provider)) throw new Refusal("provider_unavailable");
  if (order.state === "expired") throw new Refusal("order_expired");
  if (order.state !== "awaiting_payment") throw new Refusal("order_not_payable");
  if (order.expiresAt && order.expiresAt <= ctx.now) throw new Refusal("order_expired");

  const { payment, isNew } = await liveOrNewPayment(ctx, order, input.provider);
  if (!isNew) return payment;
  if (payment.provider === "bank") {
    const mail = { kind: "order_awaiting_transfer", payload: { paymentId: payment.id }, dedupeKey: payment.id };
    await tellBuyer(ctx, order.buyerId, mail);
  }
  await audit(
    ctx,
    "order.pay",
    { type: "payment", id: payment.id },
    {
      after: {
        order: order.code,
        provider: payment.provider,
        amountMinor: payment.amountMinor,
        currency: payment.currency,
      },
    },
  );
  return payment;
}

import { eq } from "drizzle-orm";
import { orders, type payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { listPaymentMethods } from "./list-payment-methods.ts";
import { getOrAddPayment } from "./add-payment.ts";

/**
 * Begins an attempt to pay an order, or gives back the one that is already under way with the same provider, so that two tabs
 * and a double click pay once. Without `provider` it is the first that the school offers for the amount. The provider is called
 * afterwards, outside the transaction; an attempt with another provider gives way to this one then.
 */
export async function startPayment(
  ctx: WriteCtx,
  input: { orderId: string; provider?: ProviderName | undefined },
): Promise<typeof payments.$inferSelect> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.pay", { ownerId: order.buyerId });
  const provider = wayFor(ctx, order, input.provider);
  if (order.state === "expired") throw new Refusal("order_expired");
  if (order.state !== "awaiting_payment") throw new Refusal("order_not_payable");
  if (order.expiresAt && order.expiresAt <= ctx.now) throw new Refusal("order_expired");

  const { payment, isNew } = await getOrAddPayment(ctx, order, provider);
  if (!isNew) return payment;
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

function wayFor(
  { rules }: WriteCtx,
  order: typeof orders.$inferSelect,
  wanted: ProviderName | undefined,
): ProviderName {
  if (wanted ? !rules.paymentProviders.includes(wanted) : rules.paymentProviders.length === 0) {
    throw new Refusal("provider_unavailable");
  }
  const ways = listPaymentMethods(rules, { minor: order.totalMinor, currency: order.currency });
  const way = wanted ? ways.find((name) => name === wanted) : ways[0];
  if (!way) throw new Refusal("payment_refused");
  return way;
}

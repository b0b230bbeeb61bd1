import { and, desc, eq, inArray } from "drizzle-orm";
import { holds, orderLines, orders, payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/words.ts";
import { addPayment } from "../enrolments/enrol.ts";
import { audit } from "../kernel/audit.ts";
import { DAY_MS, later } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** How long a seat is kept for a bank transfer, which takes days where a card takes seconds. */
const TRANSFER_DAYS = 7;
/** Fifty tries at paying one order are no longer a person with a difficult card. */
const ATTEMPTS_MAX = 50;

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

  const attempts = await ctx.tx
    .select()
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt))
    .limit(ATTEMPTS_MAX);
  if (attempts.length === ATTEMPTS_MAX) throw new Refusal("rate_limited");
  const live = attempts.find(
    ({ state, provider }) => provider === input.provider && ["created", "pending"].includes(state),
  );
  if (live) return live;

  if (input.provider === "bank") order.expiresAt = await keepForTransfer(ctx, order.id);
  const payment = await addPayment(ctx, order, input.provider);
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

/** A transfer is on its way for days, so its order and its seat are kept for as long. Says until when. */
async function keepForTransfer(ctx: WriteCtx, orderId: string): Promise<Date> {
  const until = later(ctx.now, TRANSFER_DAYS * DAY_MS);
  await ctx.tx.update(orders).set({ expiresAt: until }).where(eq(orders.id, orderId));
  const lines = ctx.tx.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId));
  await ctx.tx
    .update(holds)
    .set({ until })
    .where(and(inArray(holds.orderLineId, lines), eq(holds.state, "held")));
  return until;
}

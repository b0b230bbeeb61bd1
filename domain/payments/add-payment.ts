import { and, desc, eq, inArray } from "drizzle-orm";
import { holds, orderLines, orders, payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/words.ts";
import { enrolQueries } from "../enrolments/enrol-queries.ts";
import { DAY_MS, later, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";

type Payment = typeof payments.$inferSelect;
type Order = typeof orders.$inferSelect;

/** How long a seat is kept for a bank transfer, which takes days where a card takes seconds. */
const TRANSFER_DAYS = 7;
/** Fifty tries at paying one order are no longer a person with a difficult card. */
const ATTEMPTS_MAX = 50;

/**
 * One attempt to pay an order. Its key for the provider is made from its id and stored before anybody is called. It can be
 * paid for as long as its order; a transfer makes the order last longer.
 */
export async function addPayment(ctx: StepCtx, order: Order, provider: ProviderName): Promise<Payment> {
  const id = newId("payment");
  const holdEnds = order.expiresAt ?? later(ctx.now, ctx.rules.holdMinutes * MINUTE_MS);
  const expiresAt = provider === "bank" ? await keepForTransfer(ctx, order.id) : holdEnds;
  const [payment] = await enrolQueries(ctx.tx).addPayment.execute({
    id,
    orderId: order.id,
    provider,
    amountMinor: order.totalMinor,
    currency: order.currency,
    idempotencyKey: `matricula-${id}`,
    expiresAt,
    now: ctx.now,
  });
  if (!payment) throw new Error("the payment was not written");
  return payment;
}

/**
 * The attempt with this provider that is under way, or a new one, so that two tabs and a double click pay once. `isNew` says
 * which. Refuses when it was tried too often.
 */
export async function liveOrNewPayment(
  ctx: StepCtx,
  order: Order,
  provider: ProviderName,
): Promise<{ payment: Payment; isNew: boolean }> {
  const attempts = await ctx.tx
    .select()
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt))
    .limit(ATTEMPTS_MAX);
  if (attempts.length === ATTEMPTS_MAX) throw new Refusal("rate_limited");
  const live = attempts.find((each) => each.provider === provider && ["created", "pending"].includes(each.state));
  if (live) return { payment: live, isNew: false };
  return { payment: await addPayment(ctx, order, provider), isNew: true };
}

/** A transfer is on its way for days, so its order and its seat are kept for as long. Says until when. */
async function keepForTransfer(ctx: StepCtx, orderId: string): Promise<Date> {
  const until = later(ctx.now, TRANSFER_DAYS * DAY_MS);
  await ctx.tx.update(orders).set({ expiresAt: until }).where(eq(orders.id, orderId));
  const lines = ctx.tx.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, orderId));
  await ctx.tx
    .update(holds)
    .set({ until })
    .where(and(inArray(holds.orderLineId, lines), eq(holds.state, "held")));
  return until;
}

import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { orderLines, orders, payments, refunds } from "#db/schema/index.ts";
import type { OrderState, PaymentState } from "#db/enums.ts";
import { getActorId, isStaff } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Money } from "../kernel/money.ts";
import { type OrderNeed, selectOrdersWithNeed } from "../orders/order-needs.ts";
import { authorize, isAllowed } from "../policy.ts";
import { isAfterCursor, type Listed, type ListInput, toListed, sortNewestFirst } from "./cursor.ts";
import type { OrderView, PaymentView, RefundView, WholeOrderView, WholePaymentView } from "./shapes.ts";

/** An order has few lines and a payment few refunds; more are cut, so that one answer has a longest length. */
const PARTS_MAX = 100;

type Order = typeof orders.$inferSelect;
type Payment = typeof payments.$inferSelect;
type Refund = typeof refunds.$inferSelect;

export function toOrderView(ctx: Pick<ReadCtx, "actor">, order: Order): OrderView {
  const { id, code, buyerId, state, currency, totalMinor: minor } = order;
  const { expiresAt, paidAt, cancelledAt, cancelReason, createdAt } = order;
  const reviewReason = isStaff(ctx.actor) ? order.reviewReason : null;
  return {
    ...{ id, code, buyerId, state, total: { minor, currency } },
    ...{ expiresAt, paidAt, cancelledAt, cancelReason, reviewReason, createdAt },
  };
}

/** One order with what was bought and how it was paid, for its buyer and the office. */
export async function getOrder(ctx: ReadCtx, id: string): Promise<WholeOrderView | undefined> {
  const [order] = await ctx.read.select().from(orders).where(eq(orders.id, id));
  authorize(ctx, "order.read", { ownerId: order?.buyerId ?? null });
  if (!order) return undefined;
  const lines = await ctx.read
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, id))
    .orderBy(asc(orderLines.id))
    .limit(PARTS_MAX);
  const attempts = await ctx.read
    .select()
    .from(payments)
    .where(eq(payments.orderId, id))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(PARTS_MAX);
  const money = (minor: number): Money => ({ minor, currency: order.currency });
  return {
    ...toOrderView(ctx, order),
    lines: lines.map((line) => ({
      id: line.id,
      cohortId: line.cohortId,
      quantity: line.quantity,
      unit: money(line.unitMinor),
      discount: money(line.discountMinor),
      tax: money(line.taxMinor),
      total: money(line.totalMinor),
    })),
    payments: attempts.map(toPaymentView),
  };
}

/** SQL: the orders of everybody for the office, one's own for the others. */
function reachedBy(
  ctx: ReadCtx,
  list: "order.list" | "payment.list",
  read: "order.read" | "payment.read",
): SQL | undefined {
  if (isAllowed(ctx.actor, list)) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, read, { ownerId: me });
  return eq(orders.buyerId, me);
}

export type OrderFilter = {
  buyerId?: string | undefined;
  state?: OrderState | undefined;
  need?: OrderNeed | undefined;
  code?: string | undefined;
};

export async function listOrders(ctx: ReadCtx, input: ListInput & OrderFilter): Promise<Listed<OrderView>> {
  const rows = await ctx.read
    .select()
    .from(orders)
    .where(
      and(
        reachedBy(ctx, "order.list", "order.read"),
        input.buyerId === undefined ? undefined : eq(orders.buyerId, input.buyerId),
        input.state === undefined ? undefined : eq(orders.state, input.state),
        // What an order needs is said to the office alone.
        input.need && (isStaff(ctx.actor) ? selectOrdersWithNeed(ctx.read, input.need, ctx.now) : sql`1 = 0`),
        input.code === undefined ? undefined : eq(orders.code, input.code.toUpperCase()),
        isAfterCursor(input, "order", orders.createdAt, orders.id),
      ),
    )
    .orderBy(...sortNewestFirst(orders.createdAt, orders.id))
    .limit(input.limit + 1);
  return toListed(
    rows,
    input,
    (order) => toOrderView(ctx, order),
    ({ createdAt, id }) => ({ at: createdAt, id }),
  );
}

export function toPaymentView(payment: Payment): PaymentView {
  const { id, orderId, provider, state, amountMinor: minor, currency, checkoutUrl } = payment;
  const { failure, expiresAt, settledAt, createdAt } = payment;
  return {
    ...{ id, orderId, provider, state, amount: { minor, currency }, checkoutUrl },
    ...{ failure, expiresAt, settledAt, createdAt },
  };
}

export function toRefundView(refund: Refund): RefundView {
  const { id, paymentId, state, amountMinor: minor, currency, reason, failure, createdAt, doneAt } = refund;
  return { id, paymentId, state, amount: { minor, currency }, reason, failure, createdAt, doneAt };
}

/** One attempt to pay with the refunds of it, for the buyer of its order and the office. */
export async function getPayment(ctx: ReadCtx, id: string): Promise<WholePaymentView | undefined> {
  const [found] = await ctx.read
    .select({ payment: payments, buyerId: orders.buyerId })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, id));
  authorize(ctx, "payment.read", { ownerId: found?.buyerId ?? null });
  if (!found) return undefined;
  const given = await ctx.read
    .select()
    .from(refunds)
    .where(eq(refunds.paymentId, id))
    .orderBy(desc(refunds.createdAt), desc(refunds.id))
    .limit(PARTS_MAX);
  return { ...toPaymentView(found.payment), refunds: given.map(toRefundView) };
}

export type PaymentFilter = { orderId?: string | undefined; state?: PaymentState | undefined };

export async function listPayments(ctx: ReadCtx, input: ListInput & PaymentFilter): Promise<Listed<PaymentView>> {
  const rows = await ctx.read
    .select({ payment: payments })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        reachedBy(ctx, "payment.list", "payment.read"),
        input.orderId === undefined ? undefined : eq(payments.orderId, input.orderId),
        input.state === undefined ? undefined : eq(payments.state, input.state),
        isAfterCursor(input, "payment", payments.createdAt, payments.id),
      ),
    )
    .orderBy(...sortNewestFirst(payments.createdAt, payments.id))
    .limit(input.limit + 1);
  return toListed(
    rows,
    input,
    ({ payment }) => toPaymentView(payment),
    ({ payment }) => ({ at: payment.createdAt, id: payment.id }),
  );
}

/** As they stand after a verb, which has let the actor through. */
export async function loadOrderView(ctx: TxCtx, id: string): Promise<OrderView> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, id));
  if (!order) throw new Refusal("not_found");
  return toOrderView(ctx, order);
}

export async function loadPaymentView(ctx: TxCtx, id: string): Promise<PaymentView> {
  const [payment] = await ctx.tx.select().from(payments).where(eq(payments.id, id));
  if (!payment) throw new Refusal("not_found");
  return toPaymentView(payment);
}

import { asc, desc, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type AgreedTerms, orderLines, orders, payments, refunds } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { PAYMENT_STATES } from "#db/enums.ts";
import { getActorId, isStaff } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Money } from "../kernel/money.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { orderList } from "../orders/list-orders.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { ORDER_NEEDS } from "../orders/order-needs.ts";
import { authorize, isAllowed } from "../policy.ts";
import { selectDiscounts } from "../pricing/select-discounts.ts";
import { Id } from "./parts.ts";
import type { OrderView, PaymentView, RefundView, WholeOrderView, WholePaymentView } from "./order-shapes.ts";

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

/** The id of an order by its code. */
export async function findOrderId(read: Reader | Tx, code: string): Promise<string> {
  const [order] = await read.select({ id: orders.id }).from(orders).where(eq(orders.code, code));
  if (!order) throw new Refusal("not_found");
  return order.id;
}

/** One order with what was bought and how it was paid, for its buyer and the office. */
export async function getOrder(ctx: ReadCtx, id: string): Promise<WholeOrderView | undefined> {
  const [order] = await ctx.read.select().from(orders).where(eq(orders.id, id));
  authorize(ctx, "order.read", { ownerId: order?.buyerId ?? null });
  if (!order) return undefined;
  const lines = await ctx.read
    .select({ ...getTableColumns(orderLines), discounts: selectDiscounts(ctx.read) })
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
      kind: line.kind,
      cohortId: line.cohortId,
      terms: (line.terms ?? []).map(toTermsView),
      quantity: line.quantity,
      unit: money(line.unitMinor),
      discount: money(line.discountMinor),
      discounts: line.discounts.map(({ source, label, amountMinor }) => ({
        source,
        label,
        amount: money(amountMinor),
      })),
      tax: money(line.taxMinor),
      total: money(line.totalMinor),
    })),
    instalments: (await loadInstalments(ctx.read, id))
      .slice(0, PARTS_MAX)
      .map(({ number, kind, dueOn, amountMinor, state, paidAt }) => ({
        ...{ number, kind, dueOn, amount: money(amountMinor), state, paidAt },
      })),
    payments: attempts.map(toPaymentView),
  };
}

function toTermsView({ agreedAt, startsAt, cancelFeeMinor: minor, currency, ...terms }: AgreedTerms) {
  const { cohortId, cancelDays, cancelPercent, moveDays } = terms;
  const moments = { agreedAt: new Date(agreedAt), startsAt: startsAt === null ? null : new Date(startsAt) };
  return { cohortId, ...moments, cancelDays, cancelPercent, cancelFee: { minor, currency }, moveDays };
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

/** Orders, the newest first: everybody's for the office, one's own for the others. */
export const orderPages = defineList({
  table: orders,
  reach: (ctx) => reachedBy(ctx, "order.list", "order.read"),
  view: defineView({
    fields: () => getTableColumns(orders),
    from: (select) => select.from(orders),
    show: (order, ctx) => toOrderView(ctx, order),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    buyerId: createFilter(Id("usr"), (id) => eq(orders.buyerId, id)),
    state: orderList.filters.state,
    need: createFilter(
      z.enum(ORDER_NEEDS).meta({
        description: "Only orders that need this from a person; for the office. `reviewReason` says why in the order.",
      }),
      // What an order needs is said to the office alone.
      (need, ctx) => (isStaff(ctx.actor) ? orderList.filters.need.where(need, ctx) : sql`1 = 0`),
    ),
    code: createFilter(z.string().max(20), (code) => eq(orders.code, code.toUpperCase())),
  },
  cursor: { sort: "created", ids: "order" },
});

export function toPaymentView(payment: Payment): PaymentView {
  const { id, orderId, provider, state, amountMinor: minor, currency, checkoutUrl } = payment;
  const { failure, firstInstalment, lastInstalment, expiresAt, settledAt, createdAt } = payment;
  return {
    ...{ id, orderId, provider, state, amount: { minor, currency }, checkoutUrl },
    ...{ failure, firstInstalment, lastInstalment, expiresAt, settledAt, createdAt },
  };
}

type ShownRefund = Pick<
  Refund,
  "id" | "paymentId" | "state" | "amountMinor" | "currency" | "reason" | "failure" | "approval" | "createdAt" | "doneAt"
>;

export function toRefundView(refund: ShownRefund): RefundView {
  const { id, paymentId, state, amountMinor: minor, currency, reason, failure, approval, createdAt, doneAt } = refund;
  return { id, paymentId, state, amount: { minor, currency }, reason, failure, approval, createdAt, doneAt };
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

/** Attempts to pay, the newest first: everybody's for the office, those for one's own orders for the others. */
export const paymentPages = defineList({
  table: payments,
  reach: (ctx) => {
    const reached = reachedBy(ctx, "payment.list", "payment.read");
    return reached && inArray(payments.orderId, ctx.read.select({ id: orders.id }).from(orders).where(reached));
  },
  view: defineView({
    fields: () => getTableColumns(payments),
    from: (select) => select.from(payments),
    show: (payment) => toPaymentView(payment),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    orderId: createFilter(Id("ord"), (id) => eq(payments.orderId, id)),
    state: createChoiceFilter(payments.state, PAYMENT_STATES),
  },
  cursor: { sort: "created", ids: "payment" },
});

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

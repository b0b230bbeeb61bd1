import { and, asc, eq, inArray } from "drizzle-orm";
import {
  cohorts,
  couponUses,
  lineDiscounts,
  orderBilling,
  orderInstalments,
  orderLines,
  orders,
  payments,
} from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { refuseCoupon } from "../coupons/refuse-coupon.ts";
import { findLiveInvoice } from "../invoices/find-live-invoice.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { authorize } from "../policy.ts";
import { addCoupons, type Discounts, type PlaceDiscount } from "../pricing/compute-discounts.ts";
import { checkCoupons, toCouponDiscount } from "../pricing/find-discounts.ts";
import { storeDiscounts } from "../pricing/store-discounts.ts";
import { updateOrderPrices } from "../pricing/update-order-prices.ts";
import { splitIncludedTax } from "../tax/split-included-tax.ts";
import { getOrderFacts, settleOrder } from "./settle-order.ts";

type Order = typeof orders.$inferSelect;
type Line = typeof orderLines.$inferSelect;

/**
 * Takes a coupon off an order that waits to be paid: of a renewal, of who was approved, of what the office has prepared, and of whoever
 * forgot theirs. What the price rules took off on the day of the order stays, unless the coupon stands alone and takes more. One that takes all of it
 * gives the place at once. Refuses (`coupon_refused`, beside the field `coupon`) a code that cannot be used, a second one, and an order whose
 * amount is fixed: by a payment that is under way, instalments, credit, an invoice, or because it is a difference for another cohort.
 */
export async function applyCoupon(
  ctx: WriteCtx,
  input: { orderId: string; coupon: string },
): Promise<{ order: Order; isPaid: boolean }> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.pay", { ownerId: order.buyerId });
  if (order.state !== "awaiting_payment") throw new Refusal("order_not_payable");
  if (order.expiresAt !== null && order.expiresAt <= ctx.now) throw new Refusal("order_expired");
  const lines = await loadLines(ctx, order.id);
  await assertPriceOpen(ctx, order, lines);
  const cohort = await loadCohort(ctx, lines);
  const priceMinor = lines[0] ? grossOf(lines[0]).unitMinor : 0;
  const asked = { cohort, priceMinor, count: lines.length, buyerId: order.buyerId, isForOthers: false };
  const typed = input.coupon.trim();
  if (typed === "") throw refuse(message("refusals.coupon_needed"));
  const coupons = await checkCoupons({ read: ctx.tx, now: ctx.now }, { ...asked, codes: typed });
  const byRules = await loadRuleDiscounts(ctx, lines);
  const found = addCoupons(asked, byRules, coupons.map(toCouponDiscount));
  if ("problem" in found) {
    const code = coupons.find(({ id }) => id === found.couponId)?.code ?? typed;
    throw refuseCoupon({ code, problem: found.problem });
  }
  await ctx.tx.delete(lineDiscounts).where(
    inArray(
      lineDiscounts.orderLineId,
      lines.map(({ id }) => id),
    ),
  );
  await storeDiscounts(ctx, { ...found, coupons, rules: [] }, { order, lineIds: lines.map(({ id }) => id) });
  const totalMinor = await reprice(ctx, order, lines, found);
  const priced = { ...order, totalMinor };
  const isPaid = totalMinor === 0 && (await settleFree(ctx, priced));
  const after = { coupon: coupons.map(({ code }) => code).join(", "), totalMinor };
  await audit(ctx, "order.pay", { type: "order", id: order.id }, { before: { totalMinor: order.totalMinor }, after });
  return { order: priced, isPaid };
}

const refuse = (words: Message) => new Refusal("coupon_refused", { words, fields: { coupon: words } });

const loadLines = (ctx: StepCtx, orderId: string): Promise<Line[]> =>
  ctx.tx.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.id));

/** What a line was before the tax was taken off it. */
const grossOf = (line: Line) => ({
  unitMinor: line.taxedUnitMinor ?? line.unitMinor,
  discountMinor: line.taxedDiscountMinor ?? line.discountMinor,
});

async function assertPriceOpen(ctx: StepCtx, order: Order, lines: readonly Line[]): Promise<void> {
  const { id: orderId } = order;
  if (lines.some(({ kind }) => kind === "move")) throw refuse(message("refusals.coupon_not_for_move"));
  const used = ctx.tx
    .select({ id: couponUses.id })
    .from(couponUses)
    .where(and(eq(couponUses.orderId, orderId), inArray(couponUses.state, ["reserved", "used"])));
  if ((await used.limit(1)).length > 0) throw refuse(message("refusals.coupon_has_one"));
  const parts = ctx.tx
    .select({ id: orderInstalments.id })
    .from(orderInstalments)
    .where(eq(orderInstalments.orderId, orderId));
  const underWay = ctx.tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(eq(payments.orderId, orderId), inArray(payments.state, ["pending", "settled"])));
  const isFixed =
    (await parts.limit(1)).length > 0 ||
    (await underWay.limit(1)).length > 0 ||
    (await getOrderFunds(ctx.tx, order)) !== 0 ||
    (await findLiveInvoice(ctx.tx, orderId)) !== undefined;
  if (isFixed) throw refuse(message("refusals.coupon_too_late"));
}

/** All places of an order are of one cohort today. */
async function loadCohort(ctx: StepCtx, [first]: readonly Line[]) {
  const { id, courseId, currency } = cohorts;
  const [cohort] = await ctx.tx
    .select({ id, courseId, currency })
    .from(cohorts)
    .where(eq(id, first?.cohortId ?? ""));
  if (!cohort) throw new Refusal("not_found");
  return cohort;
}

/** What the price rules took off each line when it was ordered. */
async function loadRuleDiscounts(ctx: StepCtx, lines: readonly Line[]): Promise<PlaceDiscount[][]> {
  const rows = await ctx.tx
    .select()
    .from(lineDiscounts)
    .where(
      inArray(
        lineDiscounts.orderLineId,
        lines.map(({ id }) => id),
      ),
    )
    .orderBy(asc(lineDiscounts.id));
  const own = (lineId: string) => rows.filter(({ orderLineId }) => orderLineId === lineId);
  return lines.map(({ id }) =>
    own(id).map(({ source, sourceId, label, amountMinor }) => ({ source, sourceId, label, amountMinor })),
  );
}

/** By the rate that they were sold by, and then by who it is billed to. */
async function reprice(ctx: StepCtx, order: Order, lines: readonly Line[], { places }: Discounts): Promise<number> {
  const gross = lines.map((line, at) => {
    const discountMinor = (places[at] ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return { ...grossOf(line), discountMinor };
  });
  const totals = gross.map(({ unitMinor, discountMinor }) => unitMinor - discountMinor);
  const taxes = splitIncludedTax(totals, lines[0]?.taxRatePpm ?? 0);
  for (const [at, line] of lines.entries()) {
    const amounts = {
      totalMinor: totals[at] ?? 0,
      taxMinor: taxes[at] ?? 0,
      taxedUnitMinor: null,
      taxedDiscountMinor: null,
    };
    await ctx.tx
      .update(orderLines)
      .set({ ...gross[at], ...amounts })
      .where(eq(orderLines.id, line.id));
  }
  const totalMinor = totals.reduce((sum, each) => sum + each, 0);
  await ctx.tx.update(orders).set({ totalMinor }).where(eq(orders.id, order.id));
  const [billing] = await ctx.tx.select().from(orderBilling).where(eq(orderBilling.orderId, order.id));
  return updateOrderPrices(ctx, { ...order, totalMinor }, billing ?? { country: "", company: "", vatId: "" });
}

/** Nothing is left to pay: the place is theirs at once, as one that cost nothing. */
async function settleFree(ctx: StepCtx, order: Order): Promise<boolean> {
  const brought = { first: null, last: null, amountMinor: 0, askedAt: ctx.now, paymentId: null };
  const source = { type: "order" as const, id: order.id };
  const outcome = await settleOrder(ctx, order, await getOrderFacts(ctx, order), { ...brought, source });
  if (outcome !== "paid") throw new Refusal("wrong_state");
  return true;
}

import { and, asc, eq, inArray, or } from "drizzle-orm";
import {
  type AgreedTerms,
  disputes,
  type enrolments,
  moves,
  orderLines,
  orders,
  payments,
  refunds,
} from "#db/schema/index.ts";
import { gatherRows } from "#db/json-list.ts";
import type { Reader, Tx } from "#db/types.ts";
import { computeInstalmentSums, selectInstalments } from "../instalments/instalment-sums.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import type { BoughtPrice, AgreedDiscount } from "../pricing/compute-agreed-price.ts";
import { selectAgreedDiscounts } from "../pricing/select-agreed-discounts.ts";

type PlaceOrder = { order: typeof orders.$inferSelect; paidMinor: number };

/** What a place was bought with: its order and those of the differences that its moves have cost, oldest first. */
export type PlaceMoney = {
  orders: PlaceOrder[];
  currency: string;
  /**
   * What it is worth after all its moves: what was paid for it, or is still to be paid in parts, and did not go back by a move. And what is
   * here of that. In minor units.
   */
  costMinor: number;
  paidMinor: number;
  /** What it cost when it was bought, in minor units, and by which prices and discounts. */
  boughtMinor: number;
  bought: BoughtPrice;
  /** The moves that have changed what it is worth, and when. */
  moved: { differenceMinor: number; decidedAt: Date | null }[];
  /** Of an order in instalments: what of its price is still to be paid, and what reminders have cost and was paid, in minor units. */
  openMinor: number;
  feesMinor: number;
  /** The terms of its purchase and of where it has been. */
  terms: AgreedTerms[] | null;
};

type Place = Pick<typeof enrolments.$inferSelect, "id" | "orderLineId">;

/** Undefined for a place that was given by hand. */
export async function getPlaceMoney(read: Reader | Tx, { id, orderLineId }: Place): Promise<PlaceMoney | undefined> {
  if (orderLineId === null) return undefined;
  const ofPlace = and(eq(moves.enrolmentId, id), eq(moves.state, "moved"));
  const ofMoves = read.select({ id: moves.orderLineId }).from(moves).where(ofPlace);
  const { differenceMinor, decidedAt, orderLineId: paidWith } = moves;
  const made = gatherRows(read, { differenceMinor, decidedAt, paidWith }, (select) =>
    select.from(moves).where(ofPlace).orderBy(asc(decidedAt), asc(moves.id)),
  );
  const rows = await read
    .select({
      order: orders,
      line: orderLines,
      discounts: selectAgreedDiscounts(read),
      paidMinor: selectPaidMinor(read),
      instalments: selectInstalments(read),
      moved: made,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(or(eq(orderLines.id, orderLineId), inArray(orderLines.id, ofMoves)))
    .orderBy(asc(orders.createdAt), asc(orders.id));
  const first = rows.find(({ line }) => line.id === orderLineId);
  if (!first) return undefined;
  // A difference that was paid is the total of its order, whose tax may have been taken off since.
  const totals = new Map(rows.map(({ line, order }) => [line.id, order.totalMinor]));
  const moved = first.moved.map(({ differenceMinor, decidedAt, paidWith }) => {
    const paidMinor = paidWith === null ? undefined : totals.get(paidWith);
    return { differenceMinor: paidMinor ?? differenceMinor, decidedAt };
  });
  // When each part is due makes no difference here.
  const inParts = rows.map(({ instalments }) => computeInstalmentSums(instalments, new Date(0)));
  const sum = (of: "openMinor" | "feesMinor") => inParts.reduce((all, sums) => all + (sums?.[of] ?? 0), 0);
  return {
    orders: rows.map(({ order, paidMinor }) => ({ order, paidMinor })),
    currency: first.order.currency,
    costMinor: moved.reduce((sum, { differenceMinor }) => sum + differenceMinor, first.order.totalMinor),
    paidMinor: rows.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
    boughtMinor: first.order.totalMinor,
    bought: toBoughtPrice(first),
    moved,
    openMinor: sum("openMinor"),
    feesMinor: sum("feesMinor"),
    terms: first.line.terms,
  };
}

function toBoughtPrice({ line, discounts }: { line: typeof orderLines.$inferSelect; discounts: AgreedDiscount[] }) {
  const { unitMinor, discountMinor, taxedUnitMinor, taxedDiscountMinor, totalMinor } = line;
  const listMinor = taxedUnitMinor ?? unitMinor;
  return { listMinor, discounts, totalMinor, taxedMinor: listMinor - (taxedDiscountMinor ?? discountMinor) };
}

/**
 * Why the terms alone do not say what comes back of a place: money of it is to be looked at by the office, because a bank disputes it, more was paid than it
 * costs, or a second person is to allow a refund (`reviewed`); a refund of it has not gone yet (`under_way`); or less is here of it than was asked for (`moved`).
 */
export type MoneyTrouble = "reviewed" | "under_way" | "moved";

/** Nothing where all that was paid for is here, of a plan the parts that were, nothing of it is on its way back, and no bank wants it. */
export async function findMoneyTrouble(read: Reader | Tx, money: PlaceMoney): Promise<MoneyTrouble | null> {
  const { orders: all } = money;
  const ids = all.map(({ order }) => order.id);
  const ofPlace = read.select({ id: payments.id }).from(payments).where(inArray(payments.orderId, ids));
  const asked = await read
    .select({ approval: refunds.approval })
    .from(refunds)
    .where(and(inArray(refunds.paymentId, ofPlace), inArray(refunds.state, ["requested", "submitted"])));
  const [dispute] = await read
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(inArray(disputes.paymentId, ofPlace), or(eq(disputes.state, "open"), withdrawn)))
    .limit(1);
  if (dispute !== undefined || asked.some(({ approval }) => approval === "awaited")) return "reviewed";
  if (asked.length > 0) return "under_way";
  const missingMinor = getMissingMinor(money);
  const isPaid = all.every(({ order }) => order.state === "paid" && order.reviewReason === null);
  if (!isPaid || missingMinor < 0) return "reviewed";
  return missingMinor > 0 ? "moved" : null;
}

/** How much less is here of a place than was to be paid for it so far, in minor units; below nothing, how much more. */
export const getMissingMinor = ({ costMinor, paidMinor, openMinor, feesMinor }: PlaceMoney): number =>
  costMinor - openMinor + feesMinor - paidMinor;

import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
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
import type { Reader, Tx } from "#db/types.ts";
import { computeInstalmentSums, selectInstalments } from "../instalments/instalment-sums.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";

type PlaceOrder = { order: typeof orders.$inferSelect; paidMinor: number };

/** What a place was bought with: its order and those of the differences that its moves have cost, oldest first. */
export type PlaceMoney = {
  orders: PlaceOrder[];
  currency: string;
  /** What it costs after all its moves, and what is here of that, in minor units. */
  costMinor: number;
  paidMinor: number;
  /** The most that it has cost since it was bought, in minor units. */
  dearestMinor: number;
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
  const moved = and(eq(moves.enrolmentId, id), eq(moves.state, "moved"));
  const ofMoves = read.select({ id: moves.orderLineId }).from(moves).where(moved);
  const credited = read.select({ minor: sql`coalesce(sum(${moves.differenceMinor}), 0)` }).from(moves);
  const creditedMinor = sql<number>`(${credited.where(and(moved, sql`${moves.differenceMinor} < 0`))})`;
  const rows = await read
    .select({
      order: orders,
      line: { id: orderLines.id, terms: orderLines.terms },
      paidMinor: selectPaidMinor(read),
      instalments: selectInstalments(read),
      creditedMinor: creditedMinor.mapWith(Number),
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(or(eq(orderLines.id, orderLineId), inArray(orderLines.id, ofMoves)))
    .orderBy(asc(orders.createdAt), asc(orders.id));
  const [first] = rows;
  if (!first) return undefined;
  const totalMinor = rows.reduce((sum, { order }) => sum + order.totalMinor, 0);
  const costMinor = totalMinor + first.creditedMinor;
  // When each part is due makes no difference here.
  const inParts = rows.map(({ instalments }) => computeInstalmentSums(instalments, new Date(0)));
  const sum = (of: "openMinor" | "feesMinor") => inParts.reduce((all, sums) => all + (sums?.[of] ?? 0), 0);
  return {
    orders: rows.map(({ order, paidMinor }) => ({ order, paidMinor })),
    currency: first.order.currency,
    costMinor,
    paidMinor: rows.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
    dearestMinor: first.creditedMinor === 0 ? costMinor : await getDearestMinor(read, id, costMinor),
    openMinor: sum("openMinor"),
    feesMinor: sum("feesMinor"),
    terms: rows.find(({ line }) => line.id === orderLineId)?.line.terms ?? null,
  };
}

/** From what the place costs now back through its moves: the most that it has cost in between. */
async function getDearestMinor(read: Reader | Tx, enrolmentId: string, costMinor: number): Promise<number> {
  const made = await read
    .select({ differenceMinor: moves.differenceMinor })
    .from(moves)
    .where(and(eq(moves.enrolmentId, enrolmentId), eq(moves.state, "moved")))
    .orderBy(desc(moves.decidedAt), desc(moves.id));
  let [before, dearest] = [costMinor, costMinor];
  for (const { differenceMinor } of made) {
    before -= differenceMinor;
    dearest = Math.max(dearest, before);
  }
  return dearest;
}

/** All that was paid for is here, of a plan the parts that were, nothing of it is on its way back, and no bank wants it. */
export async function isMoneySimple(read: Reader | Tx, money: PlaceMoney): Promise<boolean> {
  const { orders: all, costMinor, paidMinor, openMinor, feesMinor } = money;
  const isPaid = all.every(({ order }) => order.state === "paid" && order.reviewReason === null);
  if (!isPaid || paidMinor !== costMinor - openMinor + feesMinor) return false;
  const ids = all.map(({ order }) => order.id);
  const ofPlace = read.select({ id: payments.id }).from(payments).where(inArray(payments.orderId, ids));
  const [refund] = await read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(inArray(refunds.paymentId, ofPlace), inArray(refunds.state, ["requested", "submitted"])))
    .limit(1);
  const [dispute] = await read
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(inArray(disputes.paymentId, ofPlace), eq(disputes.state, "open")))
    .limit(1);
  return refund === undefined && dispute === undefined;
}

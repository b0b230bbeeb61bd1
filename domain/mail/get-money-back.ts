import { and, eq, gte, inArray, ne, or, sql } from "drizzle-orm";
import {
  creditEntries,
  enrolments,
  moves,
  orderInstalments,
  orderLines,
  orders,
  payments,
  refunds,
  renewals,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";

/** What goes back of a place that has ended: how much by which way, and whether it is sent already. */
export type MoneyBack = {
  parts: {
    amount: Money;
    isTransfer: boolean;
    isSent: boolean;
    /** A second person at the school has to approve it first. */
    isHeld: boolean;
    /** It was paid with credit, and is credit again. */
    isCredit?: true;
  }[];
  /** Of what is here of it a person decides still. */
  isUndecided?: true;
  /** What the school keeps by the terms; null where a person decides what goes back. */
  kept: Money | null;
  /** What of it is still to be paid, until which day and where; null where nothing is. */
  owed: { amount: Money; dueOn: string; orderCode: string } | null;
  /** The order of which the school wants to know an account for the transfer. */
  accountOrderCode: string | null;
};

/** The fee that is left of an order whose plan has brought less than the school keeps. */
async function findOwed(read: Reader, paid: (typeof orders.$inferSelect)[]): Promise<MoneyBack["owed"]> {
  const [fee] = await read
    .select({ minor: orderInstalments.amountMinor, dueOn: orderInstalments.dueOn, orderId: orderInstalments.orderId })
    .from(orderInstalments)
    .where(
      and(
        inArray(
          orderInstalments.orderId,
          paid.map(({ id }) => id),
        ),
        eq(orderInstalments.kind, "cancellation_fee"),
        eq(orderInstalments.state, "due"),
      ),
    );
  const order = fee && paid.find(({ id }) => id === fee.orderId);
  return order
    ? { amount: { minor: fee.minor, currency: order.currency }, dueOn: fee.dueOn, orderCode: order.code }
    : null;
}

const isTransferToSend = ({ provider, state }: { provider: string; state: string }) =>
  provider === "bank" && state === "requested";

type RefundRow = Awaited<ReturnType<typeof listRefunds>>[number];

function listRefunds(read: Reader, orderIds: string[], since: Date) {
  return read
    .select({
      minor: refunds.amountMinor,
      state: refunds.state,
      approval: refunds.approval,
      provider: payments.provider,
      orderId: payments.orderId,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(inArray(payments.orderId, orderIds), ne(refunds.state, "failed"), gte(refunds.createdAt, since)));
}

function sumParts(rows: readonly RefundRow[], currency: string): MoneyBack["parts"] {
  const parts = new Map<string, MoneyBack["parts"][number]>();
  for (const { minor, state, provider, approval } of rows) {
    const [isTransfer, isSent] = [provider === "bank", state === "done" || state === "external"];
    const isHeld = !isSent && approval === "awaited";
    const key = `${isTransfer} ${isSent} ${isHeld}`;
    const before = parts.get(key)?.amount.minor ?? 0;
    parts.set(key, { amount: { minor: before + minor, currency }, isTransfer, isSent, isHeld });
  }
  return [...parts.values()];
}

/** What credit had paid and is credit again since a moment, in minor units. */
async function findRestored(read: Reader, orderIds: string[], since: Date): Promise<number> {
  const [row] = await read
    .select({ minor: sql<number>`coalesce(sum(${creditEntries.amountMinor}), 0)`.mapWith(Number) })
    .from(creditEntries)
    .where(
      and(
        ...[inArray(creditEntries.orderId, orderIds), eq(creditEntries.kind, "returned")],
        gte(creditEntries.createdAt, since),
      ),
    );
  return row?.minor ?? 0;
}

const toCredit = (minor: number, currency: string): MoneyBack["parts"] =>
  minor > 0 ? [{ amount: { minor, currency }, isTransfer: false, isSent: true, isHeld: false, isCredit: true }] : [];

/** Orders that have ended with money that is still the customer's call for a person: see `flagRefundDue`. */
const isAnyOwed = (all: readonly Pick<typeof orders.$inferSelect, "state" | "reviewReason">[]): boolean =>
  all.some(({ state, reviewReason }) => state !== "paid" && reviewReason === "refund_due");

/** What went back of a place since it has ended, as money and as credit, of its order and of those of its moves and renewals; undefined when nothing was paid. */
export async function getMoneyBack(read: Reader, enrolmentId: string): Promise<MoneyBack | undefined> {
  const [place] = await read.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  if (!place?.endedAt || place.orderLineId === null) return undefined;
  const ofMoves = read
    .select({ id: moves.orderLineId })
    .from(moves)
    .where(and(eq(moves.enrolmentId, enrolmentId), eq(moves.state, "moved")));
  const ofRenewals = read
    .select({ id: renewals.orderLineId })
    .from(renewals)
    .where(eq(renewals.enrolmentId, enrolmentId));
  const bought = await read
    .select({ order: orders })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      or(eq(orderLines.id, place.orderLineId), inArray(orderLines.id, ofMoves), inArray(orderLines.id, ofRenewals)),
    );
  const paid = bought.map(({ order }) => order).filter(({ paidAt, totalMinor }) => paidAt !== null && totalMinor > 0);
  const [first] = paid;
  if (!first) return undefined;
  const ids = paid.map(({ id }) => id);
  const rows = await listRefunds(read, ids, place.endedAt);
  const keptMinor = paid.reduce((sum, order) => sum + order.keptMinor, 0);
  const transfers = await read
    .select({ orderId: payments.orderId })
    .from(payments)
    .where(and(inArray(payments.orderId, ids), eq(payments.state, "settled"), eq(payments.provider, "bank")));
  // What a person decides may go back by transfer as well: the account is asked for before.
  const awaited = rows.length === 0 ? transfers : rows.filter(isTransferToSend);
  const without = paid.find(
    ({ id, refundIban }) => refundIban === null && awaited.some(({ orderId }) => orderId === id),
  );
  const restored = await findRestored(read, ids, place.endedAt);
  return {
    parts: [...sumParts(rows, first.currency), ...toCredit(restored, first.currency)],
    ...(isAnyOwed(paid) ? { isUndecided: true } : {}),
    kept: keptMinor > 0 ? { minor: keptMinor, currency: first.currency } : null,
    owed: await findOwed(read, paid),
    accountOrderCode: without?.code ?? null,
  };
}

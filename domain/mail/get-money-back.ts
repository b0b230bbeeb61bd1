import { and, eq, gte, inArray, ne, or } from "drizzle-orm";
import {
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
  }[];
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

/** The refunds of a place since it has ended, of its order and of those of its moves and renewals; undefined when nothing was paid. */
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
  const rows = await read
    .select({
      minor: refunds.amountMinor,
      state: refunds.state,
      approval: refunds.approval,
      provider: payments.provider,
      orderId: payments.orderId,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(inArray(payments.orderId, ids), ne(refunds.state, "failed"), gte(refunds.createdAt, place.endedAt)));
  const parts = new Map<string, MoneyBack["parts"][number]>();
  for (const { minor, state, provider, approval } of rows) {
    const [isTransfer, isSent] = [provider === "bank", state === "done" || state === "external"];
    const isHeld = !isSent && approval === "awaited";
    const key = `${isTransfer} ${isSent} ${isHeld}`;
    const before = parts.get(key)?.amount.minor ?? 0;
    parts.set(key, { amount: { minor: before + minor, currency: first.currency }, isTransfer, isSent, isHeld });
  }
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
  return {
    parts: [...parts.values()],
    kept: keptMinor > 0 ? { minor: keptMinor, currency: first.currency } : null,
    owed: await findOwed(read, paid),
    accountOrderCode: without?.code ?? null,
  };
}

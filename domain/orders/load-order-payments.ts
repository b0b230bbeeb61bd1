import { and, asc, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { creditEntries, disputes, invoices, payments, providerEvents, refunds } from "#db/schema/index.ts";
import type { DisputeState, PaymentState, ProviderName, RefundApproval, RefundState } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";

export type RefundRow = {
  id: string;
  paymentId: string;
  state: RefundState;
  amountMinor: number;
  currency: string;
  reason: string;
  failure: string | null;
  reference: string | null;
  /** Where a refund by transfer went. */
  payeeHolder: string | null;
  payeeIban: string | null;
  /** The file for the bank in which it stands. */
  payoutRunId: string | null;
  /** Whether a second person must allow it before it is sent. */
  approval: RefundApproval | null;
  /** The credit note that was issued when it was done. It stands when the refund fails afterwards. */
  creditNote: string | null;
  createdAt: Date;
  doneAt: Date | null;
};

export type DisputeRow = {
  id: string;
  paymentId: string;
  state: DisputeState;
  amountMinor: number;
  currency: string;
  reason: string;
  reference: string;
  respondBy: Date | null;
  withdrawnAt: Date | null;
  reinstatedAt: Date | null;
  createdAt: Date;
  closedAt: Date | null;
};

export type PaymentRow = {
  id: string;
  provider: ProviderName;
  state: PaymentState;
  amountMinor: number;
  currency: string;
  reference: string | null;
  failure: string | null;
  createdAt: Date;
  settledAt: Date | null;
  expiresAt: Date | null;
  /** The parts of its order's plan for which it was asked. */
  firstInstalment: number | null;
  lastInstalment: number | null;
  /** How much of it may still go back. */
  refundableMinor: number;
  refunds: RefundRow[];
  disputes: DisputeRow[];
};

export type ProviderEventRow = {
  id: string;
  provider: ProviderName;
  eventId: string;
  type: string;
  outcome: string;
  receivedAt: Date;
};

/** So many messages of providers are shown of one order. */
export const EVENTS_MAX = 100;

/** Every attempt to pay, with what came of it. */
export async function loadOrderPayments(
  read: Reader,
  orderId: string,
): Promise<(PaymentRow & { events: ProviderEventRow[] })[]> {
  const attempts = await read
    .select({
      ...getTableColumns(payments),
      refunds: selectRefunds(read),
      disputes: selectDisputes(read),
      events: selectEvents(read),
      creditMinor: sql<number>`(${selectGivenCredit(read)})`.mapWith(Number),
    })
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(asc(payments.createdAt), asc(payments.id));
  return attempts.map(({ creditMinor, ...payment }) => {
    const { state, amountMinor } = payment;
    const spoken = spokenFor(payment.refunds, payment.disputes) + creditMinor;
    const left = state === "settled" ? amountMinor - spoken : 0;
    return { ...payment, refundableMinor: Math.max(0, left) };
  });
}

/** SQL: how much of a payment became credit in place of going back. */
const selectGivenCredit = (read: Reader) =>
  read
    .select({ minor: sql`coalesce(sum(${creditEntries.amountMinor}), 0)` })
    .from(creditEntries)
    .where(eq(creditEntries.paymentId, payments.id));

function selectRefunds(read: Reader): SQL<RefundRow[]> {
  const note = read
    .select({ code: invoices.code })
    .from(invoices)
    .where(and(eq(invoices.refundId, refunds.id), eq(invoices.kind, "credit_note")))
    .limit(1);
  const creditNote = sql<string | null>`(${note})`;
  return gatherRows(read, { ...getTableColumns(refunds), creditNote }, (select) =>
    select.from(refunds).where(eq(refunds.paymentId, payments.id)).orderBy(asc(refunds.createdAt), asc(refunds.id)),
  );
}

function selectDisputes(read: Reader): SQL<DisputeRow[]> {
  return gatherRows(read, getTableColumns(disputes), (select) =>
    select.from(disputes).where(eq(disputes.paymentId, payments.id)).orderBy(asc(disputes.createdAt), asc(disputes.id)),
  );
}

function selectEvents(read: Reader): SQL<ProviderEventRow[]> {
  const fields = {
    id: providerEvents.id,
    provider: providerEvents.provider,
    eventId: providerEvents.eventId,
    type: providerEvents.type,
    outcome: providerEvents.outcome,
    receivedAt: providerEvents.receivedAt,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(providerEvents)
      .where(eq(providerEvents.paymentId, payments.id))
      .orderBy(desc(providerEvents.receivedAt), desc(providerEvents.id))
      .limit(EVENTS_MAX),
  );
}

function spokenFor(own: RefundRow[], ownDisputes: DisputeRow[]): number {
  const live = own.filter(({ state }) => LIVE_REFUNDS.includes(state));
  const taken = ownDisputes.filter(({ withdrawnAt, reinstatedAt }) => withdrawnAt && !reinstatedAt);
  return [...live, ...taken].reduce((total, { amountMinor }) => total + amountMinor, 0);
}

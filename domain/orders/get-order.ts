import { and, asc, desc, eq, inArray, or } from "drizzle-orm";
import {
  cohorts,
  courses,
  disputes,
  enrolments,
  journals,
  orderLines,
  orders,
  payments,
  postings,
  providerEvents,
  refunds,
  users,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type {
  DisputeState,
  EnrolmentState,
  LedgerAccount,
  PaymentState,
  ProviderName,
  RefundState,
} from "#db/enums.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { isOwedByTransfer } from "./is-owed-by-transfer.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { getPaidMinor } from "./get-paid-minor.ts";
import type { OrderRow } from "./list-orders.ts";
import { getOrderBalance } from "./get-order-balance.ts";

export type LineView = {
  id: string;
  courseId: string;
  courseTitle: string;
  cohortId: string;
  cohortName: string;
  quantity: number;
  unitMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
  enrolments: { id: string; state: EnrolmentState }[];
};

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
  /** How much of it may still go back. */
  refundableMinor: number;
  refunds: RefundRow[];
  disputes: DisputeRow[];
};

export type JournalRow = {
  seq: number;
  at: Date;
  kind: string;
  postings: { id: string; account: LedgerAccount; detail: string; amountMinor: number; currency: string }[];
};

export type ProviderEventRow = {
  id: string;
  provider: ProviderName;
  eventId: string;
  type: string;
  outcome: string;
  receivedAt: Date;
};

export type OrderView = OrderRow & {
  expiresAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  /** The account that the buyer has given for a refund by transfer; `isOwed` while it waits for the money. */
  refundAccount: { holder: string; iban: string; isOwed: boolean } | null;
  lines: LineView[];
  payments: PaymentRow[];
  events: ProviderEventRow[];
  journals: JournalRow[];
  history: HistoryEntry[];
  /** What the actor may do by the policy alone; the states decide the rest. */
  may: { cancel: boolean; confirm: boolean; refund: boolean; resolve: boolean; send: boolean };
};

const EVENTS_MAX = 100;

/** One order as the office sees it, by its code; undefined when there is none or the actor may not see it. */
export async function getOrder(ctx: ReadCtx, code: string): Promise<OrderView | undefined> {
  if (code.length > 20 || !isAllowed(ctx.actor, "order.list")) return undefined;
  const { read, actor } = ctx;
  const [found] = await read
    .select({ order: orders, buyerName: users.name, buyerEmail: users.email })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.code, code.toUpperCase()));
  if (!found) return undefined;
  const { order, ...buyer } = found;
  const { refundHolder: holder, refundIban: iban, ...facts } = order;
  const attempts = await paymentsOf(read, order.id);
  const refundIds = attempts.flatMap(({ refunds: own }) => own.map(({ id }) => id));
  const disputeIds = attempts.flatMap(({ disputes: own }) => own.map(({ id }) => id));
  const paid = await getPaidMinor(read, [order.id]);
  return {
    ...facts,
    ...buyer,
    refundAccount:
      holder === null || iban === null ? null : { holder, iban, isOwed: await isOwedByTransfer(read, order) },
    providers: [...new Set(attempts.map(({ provider }) => provider))],
    balance: getOrderBalance(order, paid.get(order.id) ?? 0),
    lines: await linesOf(read, order.id),
    payments: attempts,
    events: await eventsOf(read, attempts),
    journals: await journalsOf(read, [
      { type: "order", ids: [order.id] },
      { type: "payment", ids: attempts.map(({ id }) => id) },
      { type: "refund", ids: refundIds },
      { type: "dispute", ids: disputeIds },
    ]),
    history: await getHistory(read, { type: "order", id: order.id }),
    may: {
      cancel: isAllowed(actor, "order.cancel", { ownerId: null }),
      confirm: isAllowed(actor, "payment.confirm"),
      refund: isAllowed(actor, "refund.request"),
      resolve: isAllowed(actor, "order.resolve"),
      send: isAllowed(actor, "order.draft"),
    },
  };
}

async function linesOf(read: Reader, orderId: string): Promise<LineView[]> {
  const lines = await read
    .select({ line: orderLines, courseId: courses.id, courseTitle: courses.title, cohortName: cohorts.name })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
  const ids = lines.map(({ line }) => line.id);
  const places = await read
    .select({ id: enrolments.id, state: enrolments.state, orderLineId: enrolments.orderLineId })
    .from(enrolments)
    .where(inArray(enrolments.orderLineId, ids))
    .orderBy(asc(enrolments.createdAt), asc(enrolments.id));
  return lines.map(({ line, ...about }) => ({
    ...line,
    ...about,
    enrolments: places.filter(({ orderLineId }) => orderLineId === line.id).map(({ id, state }) => ({ id, state })),
  }));
}

async function paymentsOf(read: Reader, orderId: string): Promise<PaymentRow[]> {
  const attempts = await read
    .select()
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(asc(payments.createdAt), asc(payments.id));
  const ids = attempts.map(({ id }) => id);
  const all: RefundRow[] =
    ids.length === 0
      ? []
      : await read
          .select()
          .from(refunds)
          .where(inArray(refunds.paymentId, ids))
          .orderBy(asc(refunds.createdAt), asc(refunds.id));
  const disputed = await disputesOf(read, ids);
  return attempts.map((payment) => {
    const own = all.filter(({ paymentId }) => paymentId === payment.id);
    const ownDisputes = disputed.filter(({ paymentId }) => paymentId === payment.id);
    const left = payment.state === "settled" ? payment.amountMinor - spokenFor(own, ownDisputes) : 0;
    return { ...payment, refunds: own, disputes: ownDisputes, refundableMinor: Math.max(0, left) };
  });
}

function spokenFor(own: RefundRow[], ownDisputes: DisputeRow[]): number {
  const live = own.filter(({ state }) => LIVE_REFUNDS.includes(state));
  const taken = ownDisputes.filter(({ withdrawnAt, reinstatedAt }) => withdrawnAt && !reinstatedAt);
  return [...live, ...taken].reduce((total, { amountMinor }) => total + amountMinor, 0);
}

async function disputesOf(read: Reader, paymentIds: string[]): Promise<DisputeRow[]> {
  if (paymentIds.length === 0) return [];
  return read
    .select()
    .from(disputes)
    .where(inArray(disputes.paymentId, paymentIds))
    .orderBy(asc(disputes.createdAt), asc(disputes.id));
}

async function eventsOf(read: Reader, attempts: PaymentRow[]): Promise<ProviderEventRow[]> {
  if (attempts.length === 0) return [];
  return read
    .select({
      id: providerEvents.id,
      provider: providerEvents.provider,
      eventId: providerEvents.eventId,
      type: providerEvents.type,
      outcome: providerEvents.outcome,
      receivedAt: providerEvents.receivedAt,
    })
    .from(providerEvents)
    .where(
      inArray(
        providerEvents.paymentId,
        attempts.map(({ id }) => id),
      ),
    )
    .orderBy(desc(providerEvents.receivedAt), desc(providerEvents.id))
    .limit(EVENTS_MAX);
}

async function journalsOf(read: Reader, sources: { type: string; ids: string[] }[]): Promise<JournalRow[]> {
  const found = await read
    .select({ journal: journals, posting: postings })
    .from(journals)
    .innerJoin(postings, eq(postings.journalSeq, journals.seq))
    .where(
      or(
        ...sources
          .filter(({ ids }) => ids.length > 0)
          .map(({ type, ids }) => and(eq(journals.sourceType, type), inArray(journals.sourceId, ids))),
      ),
    )
    .orderBy(asc(journals.seq), desc(postings.amountMinor), asc(postings.id));
  const bySeq = new Map<number, JournalRow>();
  for (const { journal, posting } of found) {
    const { seq, at, kind } = journal;
    const row = bySeq.get(seq) ?? { seq, at, kind, postings: [] };
    const { id, account, detail, amountMinor, currency } = posting;
    row.postings.push({ id, account, detail, amountMinor, currency });
    bySeq.set(seq, row);
  }
  return [...bySeq.values()];
}

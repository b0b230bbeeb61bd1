import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { gatherRows } from "#db/json-list.ts";
import {
  claimLinks,
  cohorts,
  courses,
  enrolments,
  journals,
  orderLines,
  orderReminders,
  orders,
  postings,
  moves,
  renewals,
  users,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ClaimLinkState, EnrolmentState, LedgerAccount, LineKind } from "#db/enums.ts";
import { type OrderCredit, selectOrderCredit } from "../ledger/select-order-credit.ts";
import { type HistoryEntry, selectOrderHistory, toHistory } from "../kernel/get-history.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Instalment, selectOwnInstalments } from "../instalments/load-instalments.ts";
import { computeLowered, selectLoweredParts, selectTakingOff } from "../instalments/compute-lowered.ts";
import { selectTakenOff } from "../instalments/select-taken-off.ts";
import { computeInstalmentSums } from "../instalments/instalment-sums.ts";
import { isAllowed } from "../policy.ts";
import { type LineDiscount, selectDiscounts } from "../pricing/select-discounts.ts";
import { EVENTS_MAX, loadOrderPayments, type PaymentRow, type ProviderEventRow } from "./load-order-payments.ts";
import { isOwedByTransfer } from "./is-owed-by-transfer.ts";
import { selectHeldMinor } from "../instalments/held-money.ts";
import { selectPaidMinor } from "./get-paid-minor.ts";
import { type OrderWithdrawal, selectOrderWithdrawals } from "./select-order-withdrawals.ts";
import type { OrderRow } from "./list-orders.ts";
import { getOrderBalance } from "./get-order-balance.ts";
import { type MovedPlace, selectMovedPlaces } from "./select-moved-places.ts";

export type LineView = {
  id: string;
  kind: LineKind;
  courseId: string;
  courseTitle: string;
  courseLanguage: string;
  cohortId: string;
  cohortName: string;
  quantity: number;
  unitMinor: number;
  discountMinor: number;
  taxMinor: number;
  totalMinor: number;
  enrolments: { id: string; state: EnrolmentState }[];
  /** How it stands as a place for others; none of any other line. */
  claim: {
    state: ClaimLinkState;
    withdrawnAt: Date | null;
    mailedAt: Date | null;
    enrolmentState: EnrolmentState | null;
  } | null;
  /** The enrolment whose access it renews. */
  renewsEnrolmentId: string | null;
  /** Those of them that are in another cohort now. */
  moved: MovedPlace[];
  /** Why it costs less. */
  discounts: LineDiscount[];
};

export type JournalRow = {
  seq: number;
  at: Date;
  kind: string;
  postings: { id: string; account: LedgerAccount; detail: string; amountMinor: number; currency: string }[];
};

export type OrderView = Omit<OrderRow, "listMinor" | "coupons"> & {
  expiresAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  /** The account that the buyer has given for a refund by transfer; `isOwed` while it waits for the money. */
  refundAccount: { holder: string; iban: string; isOwed: boolean } | null;
  /** What of its money is the buyer's, though it is here, in minor units: what can become credit in its place. */
  owedMinor: number;
  lines: LineView[];
  /** What it asks for in parts; none where it is paid at once. */
  instalments: Instalment[];
  /** What moves to cheaper dates have taken off them, in minor units. */
  takenOffMinor: number;
  /** How much more each of them was that a move has lowered, by its id, in minor units. */
  loweredMinor: Record<string, number>;
  /** What its buyer has declared on the page for withdrawals, the newest first. */
  withdrawals: OrderWithdrawal[];
  /** It is not reminded of them by itself. */
  remindersOff: boolean;
  payments: PaymentRow[];
  /** What credit has paid of it, and what of it became credit. */
  credits: OrderCredit[];
  events: ProviderEventRow[];
  journals: JournalRow[];
  history: HistoryEntry[];
  /** What the actor may do by the policy alone; the states decide the rest. */
  may: {
    cancel: boolean;
    confirm: boolean;
    refund: boolean;
    resolve: boolean;
    send: boolean;
    remind: boolean;
    waive: boolean;
  };
};

/** One order as the office sees it, by its code; undefined when there is none or the actor may not see it. */
export async function getOrder(ctx: ReadCtx, code: string): Promise<OrderView | undefined> {
  if (code.length > 20 || !isAllowed(ctx.actor, "order.list")) return undefined;
  const { read, actor } = ctx;
  const [found] = await read
    .select({
      order: orders,
      remindersOff: orderReminders.isOff,
      buyerName: users.name,
      buyerEmail: users.email,
      paidMinor: selectPaidMinor(read),
      heldMinor: selectHeldMinor(read),
      instalments: selectOwnInstalments(read),
      takenOffMinor: selectTakenOff(read),
      loweredParts: selectLoweredParts(read),
      takingOff: selectTakingOff(read),
      credits: selectOrderCredit(read),
      history: selectOrderHistory(read),
      withdrawals: selectOrderWithdrawals(read),
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .leftJoin(orderReminders, eq(orderReminders.orderId, orders.id))
    .where(eq(orders.code, code.toUpperCase()));
  if (!found) return undefined;
  const { order, paidMinor, heldMinor, instalments, credits, history, remindersOff, withdrawals, ...buyer } = found;
  const { refundHolder: holder, refundIban: iban, ...facts } = order;
  const attempts = await loadOrderPayments(read, order.id);
  const events = attempts.flatMap(({ events: own }) => own);
  const refundIds = attempts.flatMap(({ refunds: own }) => own.map(({ id }) => id));
  const disputeIds = attempts.flatMap(({ disputes: own }) => own.map(({ id }) => id));
  const lines = await linesOf(read, order.id);
  return {
    ...facts,
    ...buyer,
    refundAccount:
      holder === null || iban === null ? null : { holder, iban, isOwed: await isOwedByTransfer(read, order) },
    providers: [...new Set(attempts.map(({ provider }) => provider))],
    balance: getOrderBalance(order, paidMinor, computeInstalmentSums(instalments, ctx.now)),
    owedMinor: isOwedBack(order) ? Math.max(0, heldMinor) : 0,
    ...{ instalments, takenOffMinor: found.takenOffMinor },
    loweredMinor: computeLowered(found.loweredParts, found.takingOff),
    credits,
    withdrawals,
    remindersOff: remindersOff ?? false,
    lines,
    payments: attempts.map(({ events: _, ...payment }) => payment),
    events: events.toSorted(isNewerFirst).slice(0, EVENTS_MAX),
    journals: await journalsOf(read, [
      { type: "order", ids: [order.id] },
      { type: "order_line", ids: lines.map(({ id }) => id) },
      { type: "payment", ids: attempts.map(({ id }) => id) },
      { type: "refund", ids: refundIds },
      { type: "dispute", ids: disputeIds },
      { type: "credit", ids: credits.map(({ id }) => id) },
    ]),
    history: toHistory(history),
    may: {
      cancel: isAllowed(actor, "order.cancel", { ownerId: null }),
      confirm: isAllowed(actor, "payment.confirm"),
      refund: isAllowed(actor, "refund.request"),
      resolve: isAllowed(actor, "order.resolve"),
      send: isAllowed(actor, "order.draft"),
      remind: isAllowed(actor, "payment.remind"),
      waive: isAllowed(actor, "order.waive"),
    },
  };
}

const claimed = alias(enrolments, "claimed_places");

/** What is held of an order that has ended, of its ended places, or too much of it, is its buyer's; of any other it is for its next part. */
const isOwedBack = ({ state, reviewReason }: typeof orders.$inferSelect) =>
  state === "paid"
    ? reviewReason === "refund_due" || reviewReason === "paid_twice"
    : state === "cancelled" || state === "expired";

async function linesOf(read: Reader, orderId: string): Promise<LineView[]> {
  const places = gatherRows(read, { id: enrolments.id, state: enrolments.state }, (select) =>
    select
      .from(enrolments)
      .where(eq(enrolments.orderLineId, orderLines.id))
      .orderBy(asc(enrolments.createdAt), asc(enrolments.id)),
  );
  const lines = await read
    .select({
      line: orderLines,
      discounts: selectDiscounts(read),
      courseId: courses.id,
      courseTitle: courses.title,
      courseLanguage: courses.language,
      cohortName: cohorts.name,
      enrolments: places,
      claim: {
        state: claimLinks.state,
        withdrawnAt: claimLinks.withdrawnAt,
        mailedAt: claimLinks.mailedAt,
      },
      enrolmentState: claimed.state,
      renewsEnrolmentId: sql<string | null>`coalesce(${renewals.enrolmentId}, ${moves.enrolmentId})`,
      moved: selectMovedPlaces(read),
    })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .leftJoin(claimed, eq(claimed.id, claimLinks.enrolmentId))
    .leftJoin(renewals, eq(renewals.orderLineId, orderLines.id))
    .leftJoin(moves, eq(moves.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
  return lines.map(({ line, claim, enrolmentState, ...about }) => ({
    ...{ ...line, ...about },
    claim: claim && { ...claim, enrolmentState },
  }));
}

const isNewerFirst = (a: ProviderEventRow, b: ProviderEventRow) =>
  b.receivedAt.getTime() - a.receivedAt.getTime() || (a.id < b.id ? 1 : -1);

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

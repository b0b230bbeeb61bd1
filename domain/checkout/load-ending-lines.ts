import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  claimLinks,
  cohorts,
  courses,
  creditEntries,
  disputes,
  enrolments,
  grants,
  moves,
  orderLines,
  orders,
  payments,
  refundLines,
  refunds,
  renewals,
  users,
} from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import type { Reader, Tx } from "#db/types.ts";
import { selectText } from "../courses/course-texts.ts";
import { selectSpentCredit } from "../ledger/credit-sums.ts";
import { LIVE_REFUNDS } from "../ledger/get-committed-minor.ts";
import { withdrawn } from "../ledger/withdrawn-disputes.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";

/** Of a whole order, or of one place of it. */
export type EndingSubject = { orderCode: string } | { orderId: string } | { enrolmentId: string };

const buyers = alias(users, "buyers");

export type EndingLineRow = Awaited<ReturnType<typeof loadEndingLines>>[number];

/** The lines of an order, each with the place that came of it: the newest, where there were several. */
export async function loadEndingLines(read: Reader | Tx, subject: EndingSubject, language: string | undefined) {
  const ofMove = read
    .select({ id: moves.enrolmentId })
    .from(moves)
    .where(and(eq(moves.orderLineId, orderLines.id), eq(moves.state, "moved")));
  const own = or(
    eq(enrolments.orderLineId, orderLines.id),
    eq(enrolments.id, claimLinks.enrolmentId),
    inArray(enrolments.id, ofMove),
  );
  // A place is in its cohort of today, which a move may have changed.
  const cohortId = sql`coalesce(${enrolments.cohortId}, ${claimLinks.cohortId}, ${orderLines.cohortId})`;
  const { id, code, state, buyerId, currency, reviewReason } = orders;
  const rows = await read
    .select({
      line: orderLines,
      order: { id, code, state, buyerId, currency, reviewReason, buyerName: buyers.name },
      currency: orders.currency,
      keptMinor: orders.keptMinor,
      isRefundDue: sql<unknown>`coalesce(${orders.reviewReason} = 'refund_due', false)`.mapWith(Boolean),
      paidMinor: selectPaidMinor(read),
      cohort: cohorts,
      cohortName: selectText(cohorts.name, language),
      courseTitle: selectText(courses.title, language),
      claimLink: { id: claimLinks.id, state: claimLinks.state, name: claimLinks.name },
      enrolment: enrolments,
      studentName: users.name,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(buyers, eq(buyers.id, orders.buyerId))
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .leftJoin(enrolments, own)
    .leftJoin(users, eq(users.id, enrolments.studentId))
    .innerJoin(cohorts, eq(cohorts.id, cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(inArray(orderLines.orderId, selectOrder(read, subject)))
    .orderBy(asc(orderLines.id), asc(enrolments.createdAt), asc(enrolments.id));
  const byLine = [...new Map(rows.map((row) => [row.line.id, row])).values()];
  return "enrolmentId" in subject ? byLine.filter(({ enrolment }) => enrolment?.id === subject.enrolmentId) : byLine;
}

/** The order itself, or the one with which a place was bought: by its student, or by whoever has it claimed. */
function selectOrder(read: Reader | Tx, subject: EndingSubject) {
  if ("orderCode" in subject) {
    const code = subject.orderCode.toUpperCase();
    return read.select({ id: orders.id }).from(orders).where(eq(orders.code, code));
  }
  if ("orderId" in subject) return read.select({ id: orders.id }).from(orders).where(eq(orders.id, subject.orderId));
  const { enrolmentId } = subject;
  const bought = read.select({ id: enrolments.orderLineId }).from(enrolments).where(eq(enrolments.id, enrolmentId));
  const claimed = read
    .select({ id: claimLinks.orderLineId })
    .from(claimLinks)
    .where(eq(claimLinks.enrolmentId, enrolmentId));
  return read
    .select({ id: orderLines.orderId })
    .from(orderLines)
    .where(or(inArray(orderLines.id, bought), inArray(orderLines.id, claimed)));
}

/** By which way money came: a provider's, or the buyer's credit. */
export type EndingWay = ProviderName | "credit";
/** `goneMinor`: what of it has gone back, is on its way, or was made credit. */
type Left = { orderId: string; provider: EndingWay; leftMinor: number; goneMinor: number };

/**
 * What is left of the money of some orders by each way it came, in minor units: of each payment what is settled, not on its way back, not made
 * credit, and not with a bank that disputes it; and what credit has paid.
 */
export async function listLeft(read: Reader | Tx, orderIds: string[]): Promise<Left[]> {
  const ofCredit = await read
    .select({ orderId: orders.id, leftMinor: selectSpentCredit(read) })
    .from(orders)
    .where(inArray(orders.id, orderIds));
  const spent = ofCredit.filter(({ leftMinor }) => leftMinor > 0);
  return [
    ...(await listLeftOfPayments(read, orderIds)),
    ...spent.map((each): Left => ({ ...each, provider: "credit", goneMinor: 0 })),
  ];
}

async function listLeftOfPayments(read: Reader | Tx, orderIds: string[]): Promise<Left[]> {
  const back = read
    .select({ minor: sql`coalesce(sum(${refunds.amountMinor}), 0)` })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payments.id), inArray(refunds.state, [...LIVE_REFUNDS])));
  const taken = read
    .select({ minor: sql`coalesce(sum(${disputes.amountMinor}), 0)` })
    .from(disputes)
    .where(and(eq(disputes.paymentId, payments.id), withdrawn) as SQL);
  const given = read
    .select({ minor: sql`coalesce(sum(${creditEntries.amountMinor}), 0)` })
    .from(creditEntries)
    .where(eq(creditEntries.paymentId, payments.id));
  return read
    .select({
      orderId: payments.orderId,
      provider: payments.provider,
      leftMinor: sql<number>`${payments.amountMinor} - (${back}) - (${taken}) - (${given})`.mapWith(Number),
      goneMinor: sql<number>`(${back}) + (${given})`.mapWith(Number),
    })
    .from(payments)
    .where(and(inArray(payments.orderId, orderIds), eq(payments.state, "settled")))
    .orderBy(asc(payments.createdAt), asc(payments.id));
}

/** How much went back, or is on its way, of each line of an order, where that was said. */
export async function getGoneOfLines(read: Reader | Tx, orderId: string): Promise<Map<string, number>> {
  const rows = await read
    .select({
      id: refundLines.orderLineId,
      minor: sql<number>`sum(${refundLines.amountMinor})`.mapWith(Number),
    })
    .from(refundLines)
    .innerJoin(orderLines, eq(orderLines.id, refundLines.orderLineId))
    .innerJoin(refunds, eq(refunds.id, refundLines.refundId))
    .where(and(eq(orderLines.orderId, orderId), inArray(refunds.state, [...LIVE_REFUNDS])))
    .groupBy(refundLines.orderLineId);
  return new Map(rows.map(({ id, minor }) => [id, minor]));
}

/** What is here of the renewals of some places that have not run out, in minor units. */
export async function getRenewedMinor(read: Reader | Tx, now: Date, enrolmentIds: string[]): Promise<number> {
  if (enrolmentIds.length === 0) return 0;
  const rows = await read
    .select({ minor: selectPaidMinor(read) })
    .from(renewals)
    .innerJoin(grants, eq(grants.id, renewals.grantId))
    .innerJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(
      and(
        inArray(renewals.enrolmentId, enrolmentIds),
        eq(renewals.state, "granted"),
        isNull(grants.revokedAt),
        gt(grants.endsAt, now),
      ),
    );
  return rows.reduce((total, { minor }) => total + minor, 0);
}

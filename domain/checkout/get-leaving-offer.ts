import { and, eq, inArray } from "drizzle-orm";
import { cohorts, disputes, enrolments, orderLines, orders, payments, refunds, renewals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { pickCancelTerms } from "../courses/agreed-terms.ts";
import type { Money } from "../kernel/money.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";

/**
 * How a student gives back an active place of their own. `ask`: the office decides, because it is paid and its terms (agreed-terms.ts) do not
 * allow it (`not_offered`), because it is too late by them (`too_late`) or by the cohort's beginning (`begun`), or because the money of
 * it is no longer simple (`money`): some went back, a bank disputes it, or a renewal was bought.
 */
export type LeavingOffer = {
  enrolmentId: string;
  how: "now" | "ask";
  why?: "begun" | "not_offered" | "too_late" | "money";
  /** What was paid, what comes back of it and what the school keeps; none for a place that has cost nothing. */
  paid: { paid: Money; returned: Money; kept: Money } | null;
  /** By which terms that is so. */
  terms?: { percent: number; fee: Money };
  /** Until when; none where nothing ends it. */
  until: Date | null;
};

/** How an active place can be given back; undefined when there is no such place, or it is not active. */
export async function getLeavingOffer(
  read: Reader | Tx,
  now: Date,
  enrolmentId: string,
): Promise<LeavingOffer | undefined> {
  const [row] = await read
    .select({ enrolment: enrolments, cohort: cohorts, order: orders, terms: orderLines.terms })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.id, enrolmentId), eq(enrolments.state, "active")));
  if (!row) return undefined;
  const { cohort, order, terms } = row;
  const ask = (why: LeavingOffer["why"], until: Date | null = cohort.startsAt): LeavingOffer => ({
    ...{ enrolmentId, how: "ask", paid: null, until },
    ...(why ? { why } : {}),
  });
  if (cohort.startsAt && cohort.startsAt <= now) return ask("begun");
  const isRenewed = await hasPaidRenewal(read, enrolmentId);
  const paidMinor = order ? ((await getPaidMinor(read, [order.id])).get(order.id) ?? 0) : 0;
  const hasCost = order !== null && (order.totalMinor > 0 || paidMinor > 0);
  if (!hasCost && !isRenewed) return { enrolmentId, how: "now", paid: null, until: cohort.startsAt };
  const currency = order?.currency ?? cohort.currency;
  const agreed = pickCancelTerms(terms, cohort, { paid: { minor: paidMinor, currency }, now });
  if (agreed.kind === "none") return ask("not_offered");
  if (agreed.kind === "late") return ask("too_late", agreed.until);
  const { until, returnedMinor, keptMinor } = agreed;
  if (isRenewed || !order || !(await isMoneySimple(read, order, paidMinor))) return ask("money", until);
  const amount = (minor: number): Money => ({ minor, currency });
  const paid = { paid: amount(paidMinor), returned: amount(returnedMinor), kept: amount(keptMinor) };
  const { cancelPercent: percent, cancelFeeMinor } = agreed.terms;
  return { enrolmentId, how: "now", paid, until, terms: { percent, fee: amount(cancelFeeMinor) } };
}

async function hasPaidRenewal(read: Reader | Tx, enrolmentId: string): Promise<boolean> {
  const bought = await read
    .select({ totalMinor: orders.totalMinor })
    .from(renewals)
    .innerJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["awaiting_payment", "granted"])));
  return bought.some(({ totalMinor }) => totalMinor > 0);
}

/** All that was asked for came in and is here, nothing of it is on its way back, and no bank wants it. */
async function isMoneySimple(
  read: Reader | Tx,
  order: typeof orders.$inferSelect,
  paidMinor: number,
): Promise<boolean> {
  if (order.state !== "paid" || order.reviewReason !== null || paidMinor !== order.totalMinor) return false;
  const ofOrder = read.select({ id: payments.id }).from(payments).where(eq(payments.orderId, order.id));
  const [refund] = await read
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(inArray(refunds.paymentId, ofOrder), inArray(refunds.state, ["requested", "submitted"])))
    .limit(1);
  const [dispute] = await read
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(inArray(disputes.paymentId, ofOrder), eq(disputes.state, "open")))
    .limit(1);
  return refund === undefined && dispute === undefined;
}

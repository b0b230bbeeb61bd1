import { and, eq, exists, or, sql } from "drizzle-orm";
import {
  claimLinks,
  cohortEndings,
  cohorts,
  courses,
  enrolments,
  orderLines,
  payments,
  refunds,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

/** Refunds of one cancelled cohort that wait together for a second person, in one currency. */
export type CohortApproval = {
  cohortId: string;
  cohortName: string;
  courseTitle: string;
  currency: string;
  count: number;
  amountMinor: number;
  /** The actor has cancelled it, and so decides nothing about it. */
  isOwn: boolean;
};

/** The cancelled cohorts whose refunds wait for a second person. */
export async function listCohortApprovals(ctx: ReadCtx): Promise<CohortApproval[]> {
  authorize(ctx, "refund.approve", {});
  const { read, actor } = ctx;
  const rows = await read
    .select({
      cohortId: cohorts.id,
      cohortName: cohorts.name,
      courseTitle: courses.title,
      currency: refunds.currency,
      requestedBy: refunds.requestedBy,
      count: sql<number>`count(*)`.mapWith(Number),
      amountMinor: sql<number>`sum(${refunds.amountMinor})`.mapWith(Number),
    })
    .from(refunds)
    .innerJoin(cohorts, exists(selectEndings(read)))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(sql`${refunds.approval} = 'awaited'`)
    .groupBy(cohorts.id, cohorts.name, courses.title, refunds.currency, refunds.requestedBy);
  return rows.map(({ requestedBy, ...row }) => ({ ...row, isOwn: actor.type === "user" && actor.id === requestedBy }));
}

/** The refunds of one cohort that wait for a second person, oldest first. */
export async function listCohortRefundsToApprove(read: Reader, cohortId: string, limit: number): Promise<string[]> {
  const rows = await read
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(cohorts, eq(cohorts.id, cohortId))
    .where(and(sql`${refunds.approval} = 'awaited'`, exists(selectEndings(read))))
    .orderBy(refunds.id)
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** SQL: whether a refund is of a place that the cohort had when it was cancelled. */
function selectEndings(read: Reader) {
  return read
    .select({ id: cohortEndings.id })
    .from(payments)
    .innerJoin(orderLines, eq(orderLines.orderId, payments.orderId))
    .leftJoin(enrolments, eq(enrolments.orderLineId, orderLines.id))
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .innerJoin(
      cohortEndings,
      or(
        eq(cohortEndings.enrolmentId, enrolments.id),
        eq(cohortEndings.claimLinkId, claimLinks.id),
        eq(cohortEndings.enrolmentId, claimLinks.enrolmentId),
      ),
    )
    .where(and(eq(payments.id, refunds.paymentId), eq(cohortEndings.cohortId, cohorts.id)));
}

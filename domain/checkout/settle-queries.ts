import { and, eq, exists, max, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import {
  cohorts,
  couponUses,
  enrolments,
  holds,
  orderInstalments,
  orderLines,
  payments,
  refunds,
  users,
} from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { REOPENED } from "../ledger/undone-match.ts";
import { stillHeld } from "../seats/claims.ts";

const p = sql.placeholder;

/** The last instalment that its order still asks for; none where it is paid at once. */
const lastDue = (tx: Tx) =>
  tx
    .select({ last: max(orderInstalments.number) })
    .from(orderInstalments)
    .where(and(eq(orderInstalments.orderId, orderLines.orderId), sql`${orderInstalments.state} = 'due'`));

/** SQL: the order was paid before with money that turned out to be another order's. */
const reopened = (tx: Tx) =>
  tx
    .select({ id: refunds.id })
    .from(payments)
    .crossJoin(refunds)
    .where(
      and(
        eq(payments.orderId, orderLines.orderId),
        eq(refunds.paymentId, payments.id),
        sql`${refunds.reference} like ${sql.raw(`'${REOPENED}%'`)}`,
      ),
    );

/** SQL: something of a coupon was reserved for the order. Few have one, and no other asks further. */
const withCoupon = (tx: Tx) =>
  tx.select({ id: couponUses.id }).from(couponUses).where(eq(couponUses.orderId, orderLines.orderId));

/** Settling is as hot as enrolling: its statements are prepared once. */
export const settleQueries = perClient((tx: Tx) => ({
  /** What stands behind each line of an order: its cohort, the enrolment that waits for it, whom to write to. */
  lines: tx
    .select({
      id: orderLines.id,
      kind: orderLines.kind,
      cohortId: orderLines.cohortId,
      courseId: cohorts.courseId,
      startsAt: cohorts.startsAt,
      accessDays: cohorts.accessDays,
      accessUntil: cohorts.accessUntil,
      timezone: cohorts.timezone,
      pendingId: enrolments.id,
      email: users.email,
      lastInstalment: sql<number | null>`(${lastDue(tx)})`,
      isReopened: exists(reopened(tx)).mapWith(Boolean),
      hasCoupon: exists(withCoupon(tx)).mapWith(Boolean),
    })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(users, eq(users.id, p("buyerId")))
    // The state is written out, so that SQLite looks the line up and does not read every enrolment that waits.
    .leftJoin(enrolments, and(eq(enrolments.orderLineId, orderLines.id), sql`${enrolments.state} = 'pending'`))
    .where(eq(orderLines.orderId, p("orderId")))
    .prepare(),
  takeHold: tx
    .update(holds)
    .set({ state: "taken" })
    .where(and(eq(holds.orderLineId, p("orderLineId")), stillHeld))
    .prepare(),
}));

export type SettleLine = Awaited<ReturnType<ReturnType<typeof settleQueries>["lines"]["execute"]>>[number];

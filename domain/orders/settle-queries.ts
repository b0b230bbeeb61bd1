import { and, eq, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { cohorts, enrolments, holds, orderLines, users } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { stillHeld } from "../enrolments/seats.ts";

const p = sql.placeholder;

/** Settling is as hot as enrolling: its statements are prepared once. */
export const settleQueries = perClient((tx: Tx) => ({
  /** What stands behind each line of an order. */
  lines: tx
    .select({
      id: orderLines.id,
      cohortId: orderLines.cohortId,
      courseId: cohorts.courseId,
      startsAt: cohorts.startsAt,
      accessDays: cohorts.accessDays,
    })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .where(eq(orderLines.orderId, p("orderId")))
    .prepare(),
  takeHold: tx
    .update(holds)
    .set({ state: "taken" })
    .where(and(eq(holds.orderLineId, p("orderLineId")), stillHeld))
    .prepare(),
  pendingOfLine: tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.orderLineId, p("orderLineId")), eq(enrolments.state, "pending")))
    .prepare(),
  /** Every enrolment of an order with its student's address. Asked by state as well, SQLite would read all that have it. */
  enrolled: tx
    .select({ email: users.email, enrolmentId: enrolments.id, state: enrolments.state })
    .from(orderLines)
    .innerJoin(enrolments, eq(enrolments.orderLineId, orderLines.id))
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(eq(orderLines.orderId, p("orderId")))
    .prepare(),
}));

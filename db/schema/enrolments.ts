import { sql } from "drizzle-orm";
import { check, index, money, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { ENROLMENT_STATES, MOVE_STATES, WAITING_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts, courses } from "./courses.ts";
import { orderLines, holds } from "./orders.ts";

/** A student's place in a cohort. */
export const enrolments = table(
  "enrolments",
  {
    id: text().primaryKey(),
    studentId: text()
      .notNull()
      .references(() => users.id),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    orderLineId: text().references(() => orderLines.id),
    state: text(ENROLMENT_STATES).notNull(),
    createdAt: timestamp().notNull(),
    activatedAt: timestamp(),
    endedAt: timestamp(),
    /** Since when it is no longer what the rule asks that completed it; none where it is, and once a person has checked it. */
    completionDoubtedAt: timestamp(),
  },
  (t) => [
    index("enrolments_doubted").on(t.completionDoubtedAt, t.id).where(sql`completion_doubted_at is not null`),
    uniqueIndex("enrolments_one_live").on(t.cohortId, t.studentId).where(sql`state not in ('cancelled', 'revoked')`),
    index("enrolments_by_student").on(t.studentId, t.createdAt),
    index("enrolments_by_cohort").on(t.cohortId, t.createdAt, t.id),
    index("enrolments_by_line").on(t.orderLineId),
    index("enrolments_ended_by_cohort").on(t.cohortId, t.endedAt).where(sql`ended_at is not null`),
    index("enrolments_by_created").on(t.createdAt, t.id),
    index("enrolments_by_state").on(t.state, t.createdAt, t.id),
    oneOf("enrolments_state", t.state, ENROLMENT_STATES),
  ],
);

/** A student's own move to a cohort at another price. */
export const moves = table(
  "moves",
  {
    id: text().primaryKey(),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    fromCohortId: text()
      .notNull()
      .references(() => cohorts.id),
    toCohortId: text()
      .notNull()
      .references(() => cohorts.id),
    state: text(MOVE_STATES).notNull(),
    /** What the student pays more; below nothing, what goes back. */
    differenceMinor: money().notNull(),
    /** Of a cheaper one: how much of it was taken off the open parts of the place's plan, and so never goes back. */
    takenOffMinor: money().notNull().default(0),
    /** What the difference is paid with; none where it goes back. */
    orderLineId: text().references(() => orderLines.id),
    createdAt: timestamp().notNull(),
    decidedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("moves_one_open").on(t.enrolmentId).where(sql`state = 'awaiting_payment'`),
    uniqueIndex("moves_by_line").on(t.orderLineId),
    index("moves_by_enrolment").on(t.enrolmentId, t.createdAt),
    oneOf("moves_state", t.state, MOVE_STATES),
    check("moves_difference", sql`${t.differenceMinor} <> 0`),
  ],
);

export const waitingList = table(
  "waiting_list",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    studentId: text()
      .notNull()
      .references(() => users.id),
    state: text(WAITING_STATES).notNull(),
    since: timestamp().notNull(),
    holdId: text().references(() => holds.id),
    offerExpiresAt: timestamp(),
    decidedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("waiting_list_one_live").on(t.cohortId, t.studentId).where(sql`state in ('waiting', 'offered')`),
    index("waiting_list_in_order").on(t.cohortId, t.state, t.since, t.id),
    index("waiting_list_by_since").on(t.since, t.id),
    index("waiting_list_by_student").on(t.studentId, t.state),
    index("waiting_list_to_lapse").on(t.offerExpiresAt).where(sql`state = 'offered'`),
    oneOf("waiting_list_state", t.state, WAITING_STATES),
  ],
);

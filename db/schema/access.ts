import { sql } from "drizzle-orm";
import { atMost, byteText, check, index, integer, oneOf, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { ACCESS_STEPS, GRANT_REASONS, RENEWAL_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { courses, materials } from "./courses.ts";
import { enrolments } from "./enrolments.ts";
import { orderLines } from "./orders.ts";

/** Why someone may open a course, from when until when. Access is the union of the live ones. */
export const grants = table(
  "grants",
  {
    id: text().primaryKey(),
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    enrolmentId: text().references(() => enrolments.id),
    why: text(GRANT_REASONS).notNull(),
    startsAt: timestamp().notNull(),
    /** None means for good. */
    endsAt: timestamp(),
    revokedAt: timestamp(),
    revokedWhy: text(),
    /** What the office did, and the reason it gave; none for what came with an enrolment. */
    step: text(ACCESS_STEPS),
    note: text(),
    /** By how many days it was extended or renewed; none for a date and for good. */
    days: integer(),
    /** What a renewal was bought with. */
    orderLineId: text().references(() => orderLines.id),
    /** How many days before its end its student was last reminded of it. */
    remindedDays: integer(),
    createdAt: timestamp().notNull(),
  },
  (t) => [
    index("grants_by_student").on(t.studentId, t.courseId),
    index("grants_by_course").on(t.courseId),
    index("grants_by_enrolment").on(t.enrolmentId),
    index("grants_by_end").on(t.endsAt, t.id).where(sql`revoked_at is null and ends_at is not null`),
    oneOf("grants_why", t.why, GRANT_REASONS),
    check("grants_dates", sql`${t.endsAt} is null or ${t.endsAt} >= ${t.startsAt}`),
  ],
);

/** A student's wish to open a course for longer: asked for, waiting for payment, or granted. */
export const renewals = table(
  "renewals",
  {
    id: text().primaryKey(),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    state: text(RENEWAL_STATES).notNull(),
    /** When the access ended or ends that it renews: two presses of one button renew the same. */
    renewsFrom: timestamp().notNull(),
    days: integer().notNull(),
    /** Why the student asks. */
    reason: text().notNull().default(""),
    /** What the office answered. */
    answer: text().notNull().default(""),
    orderLineId: text().references(() => orderLines.id),
    grantId: text().references(() => grants.id),
    createdAt: timestamp().notNull(),
    decidedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("renewals_once")
      .on(t.enrolmentId, t.renewsFrom)
      .where(sql`state in ('requested', 'awaiting_payment', 'granted')`),
    uniqueIndex("renewals_one_open").on(t.enrolmentId).where(sql`state in ('requested', 'awaiting_payment')`),
    uniqueIndex("renewals_by_line").on(t.orderLineId),
    index("renewals_by_created").on(t.createdAt, t.id),
    index("renewals_by_state").on(t.state, t.createdAt, t.id),
    index("renewals_by_student").on(t.studentId, t.createdAt),
    index("renewals_by_grant").on(t.grantId),
    oneOf("renewals_state", t.state, RENEWAL_STATES),
    check("renewals_days", sql`${t.days} > 0`),
    atMost("renewals_reason_length", t.reason, 1000),
    atMost("renewals_answer_length", t.answer, 1000),
  ],
);

export const accessEvents = table(
  "access_events",
  {
    id: text().primaryKey(),
    studentId: text()
      .notNull()
      .references(() => users.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    materialId: text().references(() => materials.id),
    at: timestamp().notNull(),
    /** The day of the school's calendar under which it was counted (usage.ts); none until then. */
    day: byteText(),
  },
  (t) => [
    index("access_events_by_student").on(t.studentId, t.courseId, t.at),
    index("access_events_by_course").on(t.courseId, t.at),
    index("access_events_by_day").on(t.day, t.courseId, t.studentId),
    index("access_events_to_count").on(t.at, t.id).where(sql`day is null`),
  ],
);

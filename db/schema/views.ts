import { bool, integer, money, text, timestamp, view } from "../columns.ts";
import { COURSE_LEVELS, GRANT_REASONS, WORK_KINDS } from "../enums.ts";

/**
 * What the office reports on, as SQL views (see the migration that makes them), so that whoever reads the database itself gets
 * the same answer as the pages. They know no time: each says from when until when, and who asks compares.
 */

/** Who may open which course; a row a grant, and access is the union of them. */
export const activeEnrolments = view("active_enrolments", {
  grantId: text().notNull(),
  studentId: text().notNull(),
  courseId: text().notNull(),
  cohortId: text(),
  enrolmentId: text(),
  why: text(GRANT_REASONS).notNull(),
  startsAt: timestamp().notNull(),
  /** None means for good. */
  endsAt: timestamp(),
}).existing();

/** The offerings of published courses that have a seat or a waiting list. */
export const openCourses = view("open_courses", {
  courseId: text().notNull(),
  slug: text().notNull(),
  title: text().notNull(),
  subject: text().notNull(),
  level: text(COURSE_LEVELS).notNull(),
  cohortId: text().notNull(),
  cohortName: text().notNull(),
  startsAt: timestamp(),
  endsAt: timestamp(),
  timezone: text().notNull(),
  opensAt: timestamp(),
  closesAt: timestamp(),
  priceMinor: money().notNull(),
  currency: text().notNull(),
  waitingList: bool().notNull(),
  /** None means that there is no limit. */
  seatsLeft: integer(),
}).existing();

export const PENDING_KINDS = [
  "reviews",
  "transfers",
  "refunds",
  "payouts",
  "disputes",
  "discrepancies",
  "mails",
  "offers",
  "unassigned",
  "renewals",
] as const;

/** What waits for a person. `id` is that of the thing, as `kind` says. */
export const pendingRequests = view("pending_requests", {
  kind: text(PENDING_KINDS).notNull(),
  id: text().notNull(),
  since: timestamp().notNull(),
  /** When it ends by itself, where it does. */
  dueAt: timestamp(),
}).existing();

/**
 * What of the school's money waits for a person, one row each. `dueAt`: until when something can be done about it, or when it becomes something
 * else; it is of `declined` that the part is late then, and `late` by itself.
 */
export const workItems = view("work_items", {
  /** `late:ins_…`: no two rows share it. */
  key: text().notNull(),
  kind: text(WORK_KINDS).notNull(),
  /** That of the thing, as `kind` says. */
  itemId: text().notNull(),
  orderId: text(),
  since: timestamp().notNull(),
  dueAt: timestamp(),
  /** In the smallest unit of `currency`; none of an order that was flagged, whose balance says it. */
  amountMinor: money(),
  currency: text(),
  /** Whose it is, where no order says it. */
  who: text(),
  /** What is known of it beside: a reason, a failure as it is kept, a number. */
  detail: text(),
}).existing();

/** How much each course's students open it and what is in it. */
export const usageByCourse = view("usage_by_course", {
  courseId: text().notNull(),
  openings: integer().notNull(),
  students: integer().notNull(),
  firstAt: timestamp().notNull(),
  lastAt: timestamp().notNull(),
}).existing();

import { sql } from "drizzle-orm";
import {
  atMost,
  bool,
  check,
  index,
  integer,
  json,
  oneOf,
  primaryKey,
  table,
  text,
  timestamp,
  uniqueIndex,
} from "../columns.ts";
import { APPLICATION_STATES, SEAT_BLOCK_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts, courses, files } from "./courses.ts";
import { enrolments } from "./enrolments.ts";
import { enrolmentQuestions } from "./questions.ts";

/** Who may enrol in a cohort. A cohort without a row takes everybody, so that most enrolments look into an index and no further. */
export const cohortRules = table(
  "cohort_rules",
  {
    cohortId: text()
      .primaryKey()
      .references(() => cohorts.id),
    /** From which age and up to which, both included; none is not asked. */
    ageMin: integer(),
    ageMax: integer(),
    /** The day on which the age counts (`2027-03-03`); none is the day on which the cohort begins, or that of enrolling. */
    ageOn: text(),
    /** The question that asks for the date of birth, by its root. */
    birthRootId: text(),
    /** Lower case and ASCII; `*.example.org` is all domains under it. Empty takes every address. */
    mailDomains: json<string[]>().notNull(),
    /** Whether the office decides about each who would like a place. */
    needsApproval: bool().notNull().default(false),
    /** How many days somebody who was approved has to pay. */
    payDays: integer().notNull().default(7),
    updatedAt: timestamp().notNull(),
  },
  (t) => [
    check("cohort_rules_age", sql`(${t.ageMin} is null and ${t.ageMax} is null) or ${t.birthRootId} is not null`),
    check("cohort_rules_pay_days", sql`${t.payDays} > 0`),
  ],
);

/** The courses of which one must be completed before somebody enrols in a cohort. */
export const cohortPrerequisites = table(
  "cohort_prerequisites",
  {
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    courseId: text()
      .notNull()
      .references(() => courses.id),
  },
  (t) => [primaryKey({ columns: [t.cohortId, t.courseId] }), index("cohort_prerequisites_by_course").on(t.courseId)],
);

/** Somebody asks for a place about which the office decides. It holds no seat. */
export const applications = table(
  "applications",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    studentId: text()
      .notNull()
      .references(() => users.id),
    state: text(APPLICATION_STATES).notNull(),
    appliedAt: timestamp().notNull(),
    decidedAt: timestamp(),
    /** Who decided; none for who withdrew it themselves. */
    decidedBy: text(),
    /** What the office wrote to the student with its decision. */
    reply: text().notNull().default(""),
    /** The place that came of it. */
    enrolmentId: text().references(() => enrolments.id),
  },
  (t) => [
    uniqueIndex("applications_one_live").on(t.cohortId, t.studentId).where(sql`state = 'applied'`),
    index("applications_by_state").on(t.state, t.appliedAt, t.id),
    index("applications_by_applied").on(t.appliedAt, t.id),
    index("applications_by_cohort").on(t.cohortId, t.state, t.appliedAt, t.id),
    index("applications_by_student").on(t.studentId, t.appliedAt),
    oneOf("applications_state", t.state, APPLICATION_STATES),
    atMost("applications_reply_length", t.reply, 2000),
  ],
);

/** What somebody answered who applied. Approving it makes of them the answers of the enrolment. */
export const applicationAnswers = table(
  "application_answers",
  {
    id: text().primaryKey(),
    applicationId: text()
      .notNull()
      .references(() => applications.id),
    questionId: text()
      .notNull()
      .references(() => enrolmentQuestions.id),
    value: text().notNull(),
    fileId: text().references(() => files.id),
    answeredAt: timestamp().notNull(),
  },
  (t) => [
    uniqueIndex("application_answers_once").on(t.applicationId, t.questionId),
    index("application_answers_by_question").on(t.questionId),
    index("application_answers_by_file").on(t.fileId),
    atMost("application_answers_value_length", t.value, 4000),
  ],
);

/** Seats of a cohort that are kept for a group until a day. Each that nobody has yet is a hold, so that nobody else can take it. */
export const seatBlocks = table(
  "seat_blocks",
  {
    id: text().primaryKey(),
    cohortId: text()
      .notNull()
      .references(() => cohorts.id),
    name: text().notNull(),
    /** Whoever types it has one of the seats; upper case, without blanks. */
    code: text(),
    /** Addresses and domains of those who need no code, as `mailDomains` writes them. */
    addresses: json<string[]>().notNull(),
    seats: integer().notNull(),
    /** How many of them somebody has. */
    used: integer().notNull().default(0),
    /** From when what is left is free for everybody. */
    until: timestamp().notNull(),
    state: text(SEAT_BLOCK_STATES).notNull().default("open"),
    createdAt: timestamp().notNull(),
    endedAt: timestamp(),
  },
  (t) => [
    uniqueIndex("seat_blocks_code").on(t.cohortId, t.code).where(sql`state = 'open' and code is not null`),
    index("seat_blocks_by_cohort").on(t.cohortId, t.createdAt),
    index("seat_blocks_to_end").on(t.until).where(sql`state = 'open'`),
    oneOf("seat_blocks_state", t.state, SEAT_BLOCK_STATES),
    check("seat_blocks_used", sql`${t.used} >= 0 and ${t.used} <= ${t.seats}`),
    atMost("seat_blocks_name_length", t.name, 200),
  ],
);

import { sql } from "drizzle-orm";
import { atMost, byteText, check, index, integer, oneOf, table, text, timestamp } from "../columns.ts";
import { ANNOUNCEMENT_AUDIENCES, ANNOUNCEMENT_STATES } from "../enums.ts";
import { users } from "./accounts.ts";
import { cohorts, courses } from "./courses.ts";

/** What a teacher or the office writes to the students of a course. It is a draft until it is sent; a job makes the mails. */
export const announcements = table(
  "announcements",
  {
    id: text().primaryKey(),
    courseId: text()
      .notNull()
      .references(() => courses.id),
    /** None is all cohorts of the course. */
    cohortId: text().references(() => cohorts.id),
    audience: text(ANNOUNCEMENT_AUDIENCES).notNull(),
    subject: text().notNull(),
    /** Plain text. */
    body: text().notNull(),
    state: text(ANNOUNCEMENT_STATES).notNull(),
    authorId: text()
      .notNull()
      .references(() => users.id),
    /** For how many people mails were made so far. */
    mails: integer().notNull().default(0),
    /** How far they were made: the last student's id. */
    lastStudentId: byteText().notNull().default(""),
    createdAt: timestamp().notNull(),
    updatedAt: timestamp().notNull(),
    /** When it was sent by its author; mails may leave later. */
    sentAt: timestamp(),
  },
  (t) => [
    index("announcements_by_course").on(t.courseId, t.createdAt, t.id),
    index("announcements_to_send").on(t.sentAt).where(sql`state = 'sending'`),
    oneOf("announcements_audience", t.audience, ANNOUNCEMENT_AUDIENCES),
    oneOf("announcements_state", t.state, ANNOUNCEMENT_STATES),
    check("announcements_mails", sql`${t.mails} >= 0`),
    atMost("announcements_subject_length", t.subject, 200),
    atMost("announcements_body_length", t.body, 20000),
  ],
);

import { atMost, byteText, index, oneOf, primaryKey, table, text, timestamp, uniqueIndex } from "../columns.ts";
import { ATTENDANCE_STATES, ATTENDANCE_VIA } from "../enums.ts";
import { users } from "./accounts.ts";
import { meetings } from "./courses.ts";
import { enrolments } from "./enrolments.ts";

/**
 * Whether a student was at a meeting, as it was said last. It belongs to the enrolment, so it goes along when two accounts are
 * merged; and to a meeting of one cohort, so it does not count in another one that the student is moved to.
 */
export const attendance = table(
  "attendance",
  {
    id: text().primaryKey(),
    meetingId: text()
      .notNull()
      .references(() => meetings.id),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    state: text(ATTENDANCE_STATES).notNull(),
    /** When it was said, which may be long before it reached the server. The latest wins. */
    markedAt: timestamp().notNull(),
    markedBy: text()
      .notNull()
      .references(() => users.id),
    via: text(ATTENDANCE_VIA).notNull(),
  },
  (t) => [
    uniqueIndex("attendance_one").on(t.meetingId, t.enrolmentId),
    index("attendance_by_enrolment").on(t.enrolmentId, t.meetingId),
    index("attendance_by_marked").on(t.markedAt, t.id),
    oneOf("attendance_state", t.state, ATTENDANCE_STATES),
    oneOf("attendance_via", t.via, ATTENDANCE_VIA),
  ],
);

/** Every mark that was taken, by the key that its sender gave it: one that is sent again after a lost connection is taken once. */
export const attendanceMarks = table(
  "attendance_marks",
  {
    meetingId: text()
      .notNull()
      .references(() => meetings.id),
    enrolmentId: text()
      .notNull()
      .references(() => enrolments.id),
    key: byteText().notNull(),
    receivedAt: timestamp().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.meetingId, t.enrolmentId, t.key] }),
    index("attendance_marks_by_received").on(t.receivedAt),
    atMost("attendance_marks_key_length", t.key, 64),
  ],
);

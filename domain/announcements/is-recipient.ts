import { and, eq, exists, inArray, isNull, lte, notExists, type SQL } from "drizzle-orm";
import type { AnnouncementAudience, EnrolmentState } from "#db/enums.ts";
import { accessEvents, attendance, enrolments, meetings, usageStudents, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectCohortIds } from "../usage/list-course-students.ts";

/** `sentAt`: who has come since is not meant; none for what is not sent yet. */
export type Audience = {
  courseId: string;
  cohortId: string | null;
  audience: AnnouncementAudience;
  sentAt: Date | null;
};

const STATES: Record<AnnouncementAudience, EnrolmentState[]> = {
  everyone: ["active", "suspended", "completed"],
  not_opened: ["active", "completed"],
  not_paid: ["pending"],
  not_attended: ["active", "completed"],
};

/** SQL: the rows of `users` that an announcement is for, each once. Nobody whose account is disabled is written to. */
export function isRecipient(read: Reader, { courseId, cohortId, audience, sentAt }: Audience): SQL | undefined {
  const cohorts = cohortId === null ? selectCohortIds(read, courseId) : [cohortId];
  const places = read
    .select({ studentId: enrolments.studentId })
    .from(enrolments)
    .where(
      and(
        inArray(enrolments.cohortId, cohorts),
        inArray(enrolments.state, STATES[audience]),
        sentAt ? lte(enrolments.createdAt, sentAt) : undefined,
        ...(audience === "not_attended" ? hasAttendedNothing(read) : []),
      ),
    );
  return and(
    inArray(users.id, places),
    isNull(users.disabledAt),
    ...(audience === "not_opened" ? hasOpenedNothing(read, courseId) : []),
  );
}

/** Nobody is written to because attendance is not taken in their cohort, or not yet. */
function hasAttendedNothing(read: Reader): SQL[] {
  const taken = read
    .select({ id: attendance.id })
    .from(meetings)
    .innerJoin(attendance, eq(attendance.meetingId, meetings.id))
    .where(eq(meetings.cohortId, enrolments.cohortId));
  const attended = read
    .select({ id: attendance.id })
    .from(attendance)
    .innerJoin(meetings, eq(meetings.id, attendance.meetingId))
    .where(
      and(
        eq(attendance.enrolmentId, enrolments.id),
        // What was attended in a cohort that the student was moved out of does not count.
        eq(meetings.cohortId, enrolments.cohortId),
        inArray(attendance.state, ["present", "late"]),
      ),
    );
  return [exists(taken), notExists(attended)];
}

/** What was opened a moment ago is not counted yet. */
function hasOpenedNothing(read: Reader, courseId: string): SQL[] {
  const counted = read
    .select({ id: usageStudents.studentId })
    .from(usageStudents)
    .where(and(eq(usageStudents.courseId, courseId), eq(usageStudents.studentId, users.id)));
  const uncounted = read
    .select({ id: accessEvents.id })
    .from(accessEvents)
    .where(and(eq(accessEvents.courseId, courseId), eq(accessEvents.studentId, users.id), isNull(accessEvents.day)));
  return [notExists(counted), notExists(uncounted)];
}

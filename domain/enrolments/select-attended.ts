import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { attendance, enrolments, meetings } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

/**
 * SQL: how many meetings of its cohort the student of an enrolment attended, and how many they were to attend. The one place where that
 * is counted for completion. Meetings that are still to come count among those to attend, so that nobody has attended all after the
 * first evening; one from which they were excused counts in neither.
 */
export const selectAttended = (read: Reader): { attended: SQL<number>; meetings: SQL<number> } => {
  const all = read.select({ all: sql`count(*)` }).from(meetings).where(eq(meetings.cohortId, enrolments.cohortId));
  const inState = (states: ("present" | "late" | "excused")[]) =>
    read
      .select({ some: sql`count(*)` })
      .from(attendance)
      .innerJoin(meetings, and(eq(meetings.id, attendance.meetingId), eq(meetings.cohortId, enrolments.cohortId)))
      .where(and(eq(attendance.enrolmentId, enrolments.id), inArray(attendance.state, states)));
  return {
    attended: sql<number>`(${inState(["present", "late"])})`.mapWith(Number),
    meetings: sql<number>`((${all}) - (${inState(["excused"])}))`.mapWith(Number),
  };
};

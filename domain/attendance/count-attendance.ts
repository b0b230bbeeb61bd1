import { and, count, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import { attendance, enrolments, meetings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** Of an enrolment: how many meetings of its cohort are over, and how many of those the student attended or was excused from. */
export type AttendanceCount = { meetings: number; attended: number; excused: number };

/**
 * Counts the attendance of some enrolments, each in the cohort where it is now: what was attended in a cohort that the student was
 * moved out of does not count. Only meetings that are over by `now` count; one of whom nothing was said did not attend.
 */
export async function countAttendance(
  from: Reader | Tx,
  enrolmentIds: readonly string[],
  now: Date,
): Promise<Map<string, AttendanceCount>> {
  if (enrolmentIds.length === 0) return new Map();
  return countWhere(from, inArray(enrolments.id, [...enrolmentIds]), now);
}

/** The same for everybody in a cohort. */
export async function countCohortAttendance(
  from: Reader | Tx,
  cohortId: string,
  now: Date,
): Promise<Map<string, AttendanceCount>> {
  return countWhere(from, eq(enrolments.cohortId, cohortId), now);
}

async function countWhere(from: Reader | Tx, which: SQL, now: Date): Promise<Map<string, AttendanceCount>> {
  const rows = await from
    .select({
      enrolmentId: enrolments.id,
      meetings: count(meetings.id),
      attended: sql<number>`count(case when ${attendance.state} in ('present', 'late') then 1 end)`.mapWith(Number),
      excused: sql<number>`count(case when ${attendance.state} = 'excused' then 1 end)`.mapWith(Number),
    })
    .from(enrolments)
    .leftJoin(meetings, and(eq(meetings.cohortId, enrolments.cohortId), lte(meetings.endsAt, now)))
    .leftJoin(attendance, and(eq(attendance.meetingId, meetings.id), eq(attendance.enrolmentId, enrolments.id)))
    .where(which)
    .groupBy(enrolments.id);
  return new Map(rows.map(({ enrolmentId, ...each }) => [enrolmentId, each]));
}

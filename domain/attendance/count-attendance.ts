import { and, count, eq, inArray, lte, sql } from "drizzle-orm";
import { attendance, enrolments, meetings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";

/** Of an enrolment: how many meetings of its cohort are over, and how many of those the student attended or was excused from. */
export type AttendanceCount = { meetings: number; attended: number; excused: number };

const NONE: AttendanceCount = { meetings: 0, attended: 0, excused: 0 };

/**
 * Counts the attendance of enrolments, each in the cohort where it is now: what was attended in a cohort that the student was
 * moved out of does not count. Only meetings that are over by `now` count; one of whom nothing was said did not attend.
 */
export async function countAttendance(
  from: Reader | Tx,
  enrolmentIds: readonly string[],
  now: Date,
): Promise<Map<string, AttendanceCount>> {
  if (enrolmentIds.length === 0) return new Map();
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
    .where(inArray(enrolments.id, [...enrolmentIds]))
    .groupBy(enrolments.id);
  const counted = new Map(rows.map(({ enrolmentId, ...each }) => [enrolmentId, each]));
  return new Map(enrolmentIds.map((id) => [id, counted.get(id) ?? NONE]));
}

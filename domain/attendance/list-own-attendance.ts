import { and, eq, inArray } from "drizzle-orm";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, enrolments, meetings } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** What was said of a student in a course, by the meeting's id: in the cohorts where they are now. The caller has let them in. */
export async function listOwnAttendance(
  ctx: ReadCtx,
  input: { studentId: string; courseId: string },
): Promise<Map<string, AttendanceState>> {
  const rows = await ctx.read
    .select({ meetingId: attendance.meetingId, state: attendance.state })
    .from(enrolments)
    .innerJoin(attendance, eq(attendance.enrolmentId, enrolments.id))
    .innerJoin(meetings, and(eq(meetings.id, attendance.meetingId), eq(meetings.cohortId, enrolments.cohortId)))
    .where(
      and(
        eq(enrolments.studentId, input.studentId),
        eq(enrolments.courseId, input.courseId),
        inArray(enrolments.state, ["active", "completed"]),
      ),
    );
  return new Map(rows.map(({ meetingId, state }) => [meetingId, state]));
}

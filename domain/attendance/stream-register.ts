import { and, asc, eq, inArray } from "drizzle-orm";
import type { AttendanceState, EnrolmentState } from "#db/enums.ts";
import { attendance, courseStaff, cohorts, meetings } from "#db/schema/index.ts";
import { listClass } from "../enrolments/list-class.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type AttendanceCount, countCohortAttendance } from "./count-attendance.ts";

export type RegisterMeeting = { id: string; title: string; startsAt: Date };

export type RegisterRow = AttendanceCount & {
  enrolmentId: string;
  name: string;
  enrolmentState: EnrolmentState;
  /** By the meeting's id; a meeting of which nothing was said is not there. */
  states: Map<string, AttendanceState>;
};

/** How many students are read at once. */
const STUDENTS_AT_ONCE = 200;

/** The meetings of a cohort, which are the columns of its register, by time. The caller has asked who may see them. */
export async function listRegisterMeetings(ctx: ReadCtx, cohortId: string): Promise<RegisterMeeting[]> {
  return ctx.read
    .select({ id: meetings.id, title: meetings.title, startsAt: meetings.startsAt })
    .from(meetings)
    .where(eq(meetings.cohortId, cohortId))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
}

/** A cohort's register, a line for each student by name: for who teaches its course, and the office. */
export async function* streamRegister(ctx: ReadCtx, cohortId: string): AsyncGenerator<RegisterRow[]> {
  const teachers = await ctx.read
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .innerJoin(cohorts, eq(cohorts.courseId, courseStaff.courseId))
    .where(eq(cohorts.id, cohortId));
  authorize(ctx, "attendance.read", { teacherIds: teachers.map(({ userId }) => userId) });
  const members = await listClass(ctx, cohortId);
  const counts = await countCohortAttendance(ctx.read, cohortId, ctx.now);
  for (let from = 0; from < members.length; from += STUDENTS_AT_ONCE) {
    const some = members.slice(from, from + STUDENTS_AT_ONCE);
    const said = await readStates(
      ctx,
      cohortId,
      some.map(({ enrolmentId }) => enrolmentId),
    );
    yield some.map(({ enrolmentId, name, state }) => ({
      ...{ enrolmentId, name, enrolmentState: state, states: said.get(enrolmentId) ?? new Map() },
      ...(counts.get(enrolmentId) ?? { meetings: 0, attended: 0, excused: 0 }),
    }));
  }
}

async function readStates(ctx: ReadCtx, cohortId: string, enrolmentIds: string[]) {
  const rows = await ctx.read
    .select({ enrolmentId: attendance.enrolmentId, meetingId: attendance.meetingId, state: attendance.state })
    .from(attendance)
    .innerJoin(meetings, eq(meetings.id, attendance.meetingId))
    .where(and(inArray(attendance.enrolmentId, enrolmentIds), eq(meetings.cohortId, cohortId)));
  const said = new Map<string, Map<string, AttendanceState>>();
  for (const { enrolmentId, meetingId, state } of rows) {
    const own = said.get(enrolmentId) ?? new Map<string, AttendanceState>();
    said.set(enrolmentId, own.set(meetingId, state));
  }
  return said;
}

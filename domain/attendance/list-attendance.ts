import { eq, inArray, or, type SQL } from "drizzle-orm";
import { ATTENDANCE_STATES } from "#db/enums.ts";
import { attendance, enrolments, meetings } from "#db/schema/index.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createIdFilter } from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";

/** What was said of whom, the latest first: all of it for the office; one's own, and that of the courses one teaches, for the others. */
export const attendanceList = defineList({
  table: attendance,
  reach: withinReach,
  view: defineView({
    fields: () => ({
      id: attendance.id,
      meetingId: attendance.meetingId,
      enrolmentId: attendance.enrolmentId,
      studentId: enrolments.studentId,
      cohortId: meetings.cohortId,
      state: attendance.state,
      via: attendance.via,
      markedAt: attendance.markedAt,
      markedBy: attendance.markedBy,
    }),
    from: (select) =>
      select
        .from(attendance)
        .innerJoin(enrolments, eq(enrolments.id, attendance.enrolmentId))
        .innerJoin(meetings, eq(meetings.id, attendance.meetingId)),
    show: (row) => row,
  }),
  key: "id",
  cursor: { sort: "marked", ids: "attendance" },
  sorts: { marked: { by: ["markedAt"] } },
  filters: {
    meetingId: createIdFilter("meeting", (id) => eq(attendance.meetingId, id)),
    enrolmentId: createIdFilter("enrolment", (id) => eq(attendance.enrolmentId, id)),
    cohortId: createIdFilter("cohort", (id, { read }) =>
      inArray(attendance.meetingId, read.select({ id: meetings.id }).from(meetings).where(eq(meetings.cohortId, id))),
    ),
    state: createChoiceFilter(attendance.state, ATTENDANCE_STATES),
  },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "attendance.read")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "attendance.read", { ownerId: me });
  return or(eq(enrolments.studentId, me), inArray(enrolments.courseId, selectTaughtCourses(ctx.read, me)));
}

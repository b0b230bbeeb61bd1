import { and, eq, exists, inArray, isNull, notExists, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { EnrolmentState } from "#db/enums.ts";
import { cohorts, enrolments, usageStudents, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFilter, createIdFilter } from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";

/** Who is or was in a course to learn something. */
export const HAS_PLACE: EnrolmentState[] = ["active", "suspended", "completed"];

const MAY_OPEN: EnrolmentState[] = ["active", "completed"];

/** SQL: the cohorts of a course. */
export const selectCohortIds = (read: Reader, courseId: string) =>
  read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, courseId));

/** SQL: the row of `usageStudents` is about the student and the course of the enrolment. */
export const isUsageOf = ({ courseId, studentId }: typeof enrolments): SQL | undefined =>
  and(eq(usageStudents.courseId, courseId), eq(usageStudents.studentId, studentId));

/** SQL: a student who may open the course and never has. Needs `usageStudents` joined by `isUsageOf`. */
export const hasNeverOpened = and(inArray(enrolments.state, MAY_OPEN), isNull(usageStudents.studentId));

const OPENED = ["never", "some"] as const;

export type CourseStudentRow = RowOf<typeof courseStudentList>;

const fields = {
  id: enrolments.id,
  studentId: users.id,
  name: users.name,
  studentSortKey: users.sortKey,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  state: enrolments.state,
  createdAt: enrolments.createdAt,
  openings: usageStudents.openings,
  days: usageStudents.days,
  firstAt: usageStudents.firstAt,
  lastAt: usageStudents.lastAt,
};

/**
 * The students of courses, each with how much they have opened: for the office all of them, for a teacher those of the courses they
 * teach. A page about one course asks for it by the filter.
 */
export const courseStudentList = defineList({
  table: enrolments,
  reach: (ctx) => and(inArray(enrolments.state, HAS_PLACE), withinReach(ctx)),
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(enrolments)
        .innerJoin(users, eq(users.id, enrolments.studentId))
        .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
        .leftJoin(usageStudents, isUsageOf(enrolments)),
    show: ({ studentSortKey: _, openings, days, ...row }) => ({ ...row, openings: openings ?? 0, days: days ?? 0 }),
  }),
  key: "id",
  cursor: { sort: "enrolled", ids: "enrolment" },
  sorts: {
    enrolled: { by: ["createdAt"] },
    student: {
      by: ["studentSortKey"],
      along: { table: users, on: eq(users.id, enrolments.studentId), unless: ["courseId", "cohortId"] },
    },
  },
  filters: {
    courseId: createIdFilter("course", (courseId, { read }) =>
      inArray(enrolments.cohortId, selectCohortIds(read, courseId)),
    ),
    cohortId: createIdFilter("cohort", (cohortId) => eq(enrolments.cohortId, cohortId)),
    opened: createFilter(z.enum(OPENED), (opened, { read }) => {
      const use = read.select({ id: usageStudents.studentId }).from(usageStudents).where(isUsageOf(enrolments));
      return opened === "never" ? and(inArray(enrolments.state, MAY_OPEN), notExists(use)) : exists(use);
    }),
  },
});
export const { page: listCourseStudents } = courseStudentList;

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "usage.list")) return undefined;
  authorize(ctx, "usage.read", { teacherIds: [getActorId(ctx.actor)] });
  return inArray(enrolments.courseId, selectTaughtCourses(ctx.read, getActorId(ctx.actor)));
}

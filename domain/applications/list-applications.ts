import { eq, inArray, sql } from "drizzle-orm";
import { APPLICATION_STATES } from "#db/enums.ts";
import { applications, cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import {
  createChoiceFilter,
  createFromFilter,
  createIdFilter,
  createTextFilter,
  createUntilFilter,
} from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

export type ApplicationRow = RowOf<typeof applicationList>;

const applicationFields = {
  id: applications.id,
  state: applications.state,
  appliedAt: applications.appliedAt,
  decidedAt: applications.decidedAt,
  reply: applications.reply,
  studentId: users.id,
  studentName: users.name,
  studentEmail: users.email,
  isConfirmed: sql<boolean>`${users.verifiedAt} is not null`.mapWith(Boolean),
  courseId: courses.id,
  courseTitle: courses.title,
  courseLanguage: courses.language,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  capacity: cohorts.capacity,
  held: cohorts.held,
  taken: cohorts.taken,
  enrolmentId: enrolments.id,
  orderCode: orders.code,
};

/** The office's list of who applied for places. */
export const applicationList = defineList({
  table: applications,
  reach: (ctx) => {
    authorize(ctx, "application.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => applicationFields,
    from: (select) =>
      select
        .from(applications)
        .innerJoin(users, eq(users.id, applications.studentId))
        .innerJoin(cohorts, eq(cohorts.id, applications.cohortId))
        .innerJoin(courses, eq(courses.id, cohorts.courseId))
        .leftJoin(enrolments, eq(enrolments.id, applications.enrolmentId))
        .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
        .leftJoin(orders, eq(orders.id, orderLines.orderId)),
    show: ({ capacity, held, taken, ...application }) => ({
      ...application,
      seatsLeft: capacity === null ? null : Math.max(0, capacity - held - taken),
    }),
  }),
  key: "id",
  sorts: { applied: { by: ["appliedAt"] } },
  filters: {
    q: createTextFilter(async (text, { read }) => {
      const people = await findPeople(read, text.trim());
      return people.length > 0 ? inArray(applications.studentId, people) : sql`1 = 0`;
    }),
    id: createIdFilter("application", (id) => eq(applications.id, id)),
    state: createChoiceFilter(applications.state, APPLICATION_STATES),
    courseId: createIdFilter("course", (courseId, { read }) =>
      inArray(
        applications.cohortId,
        read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, courseId)),
      ),
    ),
    cohortId: createIdFilter("cohort", (cohortId) => eq(applications.cohortId, cohortId)),
    from: createFromFilter(applications.appliedAt),
    until: createUntilFilter(applications.appliedAt),
  },
  isKept: true,
});
export const { page: listApplications } = applicationList;

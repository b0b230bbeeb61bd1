import { eq, inArray, sql } from "drizzle-orm";
import { RENEWAL_STATES } from "#db/enums.ts";
import { cohorts, courses, enrolments, orderLines, orders, renewals, users } from "#db/schema/index.ts";
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

export type RenewalRow = RowOf<typeof renewalList>;

const renewalFields = {
  id: renewals.id,
  state: renewals.state,
  enrolmentId: renewals.enrolmentId,
  enrolmentState: enrolments.state,
  days: renewals.days,
  reason: renewals.reason,
  answer: renewals.answer,
  renewsFrom: renewals.renewsFrom,
  createdAt: renewals.createdAt,
  decidedAt: renewals.decidedAt,
  studentId: users.id,
  studentName: users.name,
  studentEmail: users.email,
  courseId: courses.id,
  courseTitle: courses.title,
  courseLanguage: courses.language,
  cohortName: cohorts.name,
  orderCode: orders.code,
};

/** The office's list of renewals: what students ask for, pay and were given. */
export const renewalList = defineList({
  table: renewals,
  reach: (ctx) => {
    authorize(ctx, "renewal.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => renewalFields,
    from: (select) =>
      select
        .from(renewals)
        .innerJoin(users, eq(users.id, renewals.studentId))
        .innerJoin(enrolments, eq(enrolments.id, renewals.enrolmentId))
        .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
        .innerJoin(courses, eq(courses.id, renewals.courseId))
        .leftJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
        .leftJoin(orders, eq(orders.id, orderLines.orderId)),
    show: (renewal) => renewal,
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter(async (text, { read }) => {
      const people = await findPeople(read, text.trim());
      return people.length > 0 ? inArray(renewals.studentId, people) : sql`1 = 0`;
    }),
    state: createChoiceFilter(renewals.state, RENEWAL_STATES),
    courseId: createIdFilter("course", (courseId) => eq(renewals.courseId, courseId)),
    from: createFromFilter(renewals.createdAt),
    until: createUntilFilter(renewals.createdAt),
  },
  isKept: true,
});
export const { page: listRenewals } = renewalList;

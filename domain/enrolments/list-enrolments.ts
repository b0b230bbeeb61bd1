import { and, desc, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { ENROLMENT_STATES } from "#db/enums.ts";
import { param, perClient } from "#db/prepared.ts";
import { claimLinks, cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { NEWEST_MAX } from "../kernel/get-page-window.ts";
import { isId } from "../kernel/ids.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import {
  createChoiceFilter,
  createFilter,
  createFromFilter,
  createIdFilter,
  createTextFilter,
  createUntilFilter,
  type FilterValues,
} from "../kernel/lists/filters.ts";
import { NONE, parseOrderCode } from "../orders/on-statement.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

/** `from` is included, `until` is not. `q` is a name, an address, an order's code or bank reference, or an id. */
export type EnrolmentFilters = FilterValues<typeof enrolmentFilters>;
export type EnrolmentRow = RowOf<typeof enrolmentList>;

/** `doubted`: completed by the rule of its cohort, which would not complete it any more. */
const ENROLMENT_NEEDS = ["doubted"] as const;

const enrolmentFilters = {
  q: createTextFilter((text, { read }) => meantBy(read, text)),
  state: createChoiceFilter(enrolments.state, ENROLMENT_STATES),
  need: createFilter(z.enum(ENROLMENT_NEEDS), () => isNotNull(enrolments.completionDoubtedAt)),
  courseId: createIdFilter("course", (courseId, { read }) => inCohortsOf(read, courseId)),
  cohortId: createIdFilter("cohort", (cohortId) => eq(enrolments.cohortId, cohortId)),
  from: createFromFilter(enrolments.createdAt),
  until: createUntilFilter(enrolments.createdAt),
};

const enrolmentFields = (read: Reader) => ({
  id: enrolments.id,
  state: enrolments.state,
  createdAt: enrolments.createdAt,
  activatedAt: enrolments.activatedAt,
  endedAt: enrolments.endedAt,
  studentId: users.id,
  studentName: users.name,
  studentSortKey: users.sortKey,
  studentEmail: users.email,
  courseId: courses.id,
  courseTitle: courses.title,
  courseLanguage: courses.language,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  orderCode: orders.code,
  /** Of a place that somebody else has bought: the order by whose claim link it was taken. */
  claimedOrderCode: selectClaimedOrder(read),
  completionDoubtedAt: enrolments.completionDoubtedAt,
});

const fromEnrolments = (select: SQLiteSelectBuilder<ReturnType<typeof enrolmentFields>, "async", unknown>) =>
  select
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId));

export const enrolmentView = defineView({
  fields: ({ read }) => enrolmentFields(read),
  from: fromEnrolments,
  show: ({ studentSortKey: _, completionDoubtedAt: __, ...enrolment }) => enrolment,
});

/** The office's list of enrolments. */
export const enrolmentList = defineList({
  table: enrolments,
  reach: (ctx) => {
    authorize(ctx, "enrolment.list", {});
    return undefined;
  },
  view: enrolmentView,
  key: "id",
  sorts: {
    created: { by: ["createdAt"] },
    student: {
      by: ["studentSortKey"],
      along: {
        table: users,
        on: eq(users.id, enrolments.studentId),
        unless: ["q", "courseId", "cohortId"],
      },
      // Hides the state from its index: following that, an engine would sort a million enrolments to show the first few names,
      // instead of walking along the names until a page is full.
      instead: {
        state: createFilter(z.enum(ENROLMENT_STATES), (state) => sql`${enrolments.state} || '' = ${state}`),
      },
    },
  },
  filters: enrolmentFilters,
  isKept: true,
});
export const { page: listEnrolments, stream: streamEnrolments } = enrolmentList;

const queries = perClient((read: Reader) => ({
  newest: fromEnrolments(read.select(enrolmentFields(read)))
    .where(eq(enrolments.studentId, param(enrolments.studentId, "studentId")))
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(NEWEST_MAX)
    .prepare(),
}));

/** The newest of a student's own, for a page that links to all of them. */
export async function listNewestEnrolments(ctx: ReadCtx, studentId: string): Promise<EnrolmentRow[]> {
  authorize(ctx, "enrolment.list", {});
  const found = await queries(ctx.read).newest.execute({ studentId });
  return found.map((each) => enrolmentView.show(each, ctx));
}

/** SQL: the code of the order with which the place of the enrolment was bought for others. */
function selectClaimedOrder(read: Reader) {
  const own = alias(orders, "claimed_orders");
  const lines = alias(orderLines, "claimed_lines");
  const found = read
    .select({ code: own.code })
    .from(claimLinks)
    .innerJoin(lines, eq(lines.id, claimLinks.orderLineId))
    .innerJoin(own, eq(own.id, lines.orderId))
    .where(eq(claimLinks.enrolmentId, enrolments.id));
  return sql<string | null>`(${found})`;
}

/** By its cohorts, because those have an index of their own enrolments. */
function inCohortsOf(read: Reader, courseId: string) {
  const own = read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, courseId));
  return inArray(enrolments.cohortId, own);
}

async function meantBy(read: Reader, q: string): Promise<SQL> {
  const text = q.trim();
  if (isId("enrolment", text)) return eq(enrolments.id, text);
  const code = parseOrderCode(text);
  const lines = code
    ? await read
        .select({ id: orderLines.id })
        .from(orderLines)
        .innerJoin(orders, eq(orders.id, orderLines.orderId))
        .where(eq(orders.code, code))
    : [];
  if (lines.length > 0) {
    const ids = lines.map(({ id }) => id);
    const claimed = read
      .select({ id: claimLinks.enrolmentId })
      .from(claimLinks)
      .where(and(inArray(claimLinks.orderLineId, ids), isNotNull(claimLinks.enrolmentId)));
    return or(inArray(enrolments.orderLineId, ids), inArray(enrolments.id, claimed)) ?? NONE;
  }
  const people = await findPeople(read, text);
  return people.length > 0 ? inArray(enrolments.studentId, people) : sql`1 = 0`;
}

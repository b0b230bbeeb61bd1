import { and, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { EnrolmentState } from "#db/enums.ts";
import { cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import {
  COUNT_MAX,
  countRows,
  readInBatches,
  sortByColumns,
  type List,
  type ListView,
  getListWindow,
  isAfterRow,
  type SortColumns,
} from "../kernel/lists.ts";
import { parseOrderCode } from "../orders/on-statement.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

export { ENROLMENT_STATES } from "#db/enums.ts";

export const ENROLMENT_SORTS = ["created", "student"] as const;
export type EnrolmentSort = (typeof ENROLMENT_SORTS)[number];

/** `from` is included, `until` is not. `q` is a name, an address, an order's code or bank reference, or an id. */
export type EnrolmentFilters = {
  state?: EnrolmentState;
  courseId?: string;
  cohortId?: string;
  from?: Date;
  until?: Date;
  q?: string;
};

export type EnrolmentRow = {
  id: string;
  state: EnrolmentState;
  createdAt: Date;
  activatedAt: Date | null;
  endedAt: Date | null;
  studentId: string;
  studentName: string;
  /** What the list by student is sorted by. */
  studentSortKey: string;
  studentEmail: string;
  courseId: string;
  courseTitle: string;
  cohortId: string;
  cohortName: string;
  orderCode: string | null;
};

const SORTS: Record<EnrolmentSort, SortColumns> = {
  created: [enrolments.createdAt, enrolments.id],
  student: [users.sortKey, enrolments.id],
};

const columns = {
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
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  orderCode: orders.code,
};

export function selectEnrolmentRows(read: Reader) {
  return read
    .select(columns)
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId));
}

/** The office's list of enrolments, a page at a time. */
export async function listEnrolments(
  ctx: ReadCtx,
  filters: EnrolmentFilters,
  view: ListView<EnrolmentSort>,
): Promise<List<EnrolmentRow>> {
  authorize(ctx, "enrolment.list", {});
  const { limit, offset, page } = getListWindow(view.page);
  const where = await matching(ctx.read, filters);
  const items = await selectEnrolmentRows(ctx.read)
    .where(view.sort === "student" ? await matchingByStudent(ctx.read, filters) : where)
    .orderBy(...sortByColumns(SORTS[view.sort], view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  return { items, ...(await countRows(ctx.read, counted)), page, pageSize: limit };
}

/** Every enrolment that matches, in the same order, for an export. */
export async function* streamEnrolments(
  ctx: ReadCtx,
  filters: EnrolmentFilters,
  view: Omit<ListView<EnrolmentSort>, "page">,
): AsyncGenerator<EnrolmentRow[]> {
  authorize(ctx, "enrolment.list", {});
  const where = await (view.sort === "student" ? matchingByStudent : matching)(ctx.read, filters);
  const sorted = SORTS[view.sort];
  const keyOf = (row: EnrolmentRow) => [view.sort === "created" ? row.createdAt : row.studentSortKey, row.id];
  yield* readInBatches<EnrolmentRow>((after, limit) =>
    selectEnrolmentRows(ctx.read)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...sortByColumns(sorted, view.direction))
      .limit(limit),
  );
}

async function matching(read: Reader, filters: EnrolmentFilters): Promise<SQL | undefined> {
  const { state, courseId, cohortId, from, until, q } = filters;
  return and(
    state && eq(enrolments.state, state),
    cohortId ? eq(enrolments.cohortId, cohortId) : undefined,
    courseId ? inCohortsOf(read, courseId) : undefined,
    from && gte(enrolments.createdAt, from),
    until && lt(enrolments.createdAt, until),
    q ? await meantBy(read, q) : undefined,
  );
}

/**
 * As `matching`, for a list by the students' names. The state is hidden from its index: following that, an engine would sort
 * a million places to show the first few names, instead of walking along the names until a page is full.
 */
async function matchingByStudent(read: Reader, { state, ...others }: EnrolmentFilters): Promise<SQL | undefined> {
  return and(state && sql`${enrolments.state} || '' = ${state}`, await matching(read, others));
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
    return inArray(
      enrolments.orderLineId,
      lines.map(({ id }) => id),
    );
  }
  const people = await findPeople(read, text);
  return people.length > 0 ? inArray(enrolments.studentId, people) : sql`1 = 0`;
}

import { and, asc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import {
  cohorts,
  courses,
  enrolments,
  grants,
  orderLines,
  orders,
  payments,
  users,
  waitingList,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { EnrolmentState, GrantReason } from "#db/enums.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import {
  COUNT_MAX,
  countRows,
  readInBatches,
  orderByColumns,
  type List,
  type ListView,
  getListWindow,
  isAfterRow,
  type SortColumns,
} from "../kernel/lists.ts";
import { parseOrderCode } from "../orders/on-statement.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { authorize, isAllowed } from "../policy.ts";
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

function rows(read: Reader) {
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
  const items = await rows(ctx.read)
    .where(view.sort === "student" ? await matchingByStudent(ctx.read, filters) : where)
    .orderBy(...orderByColumns(SORTS[view.sort], view.direction))
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
    rows(ctx.read)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...orderByColumns(sorted, view.direction))
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

export type GrantView = {
  id: string;
  why: GrantReason;
  startsAt: Date;
  endsAt: Date | null;
  revokedAt: Date | null;
  revokedWhy: string | null;
};

export type OtherCohort = {
  id: string;
  name: string;
  startsAt: Date | null;
  timezone: string;
  /** For anybody; null when there is no limit. */
  seatsLeft: number | null;
  /** One of its seats was offered to this very student, and moving takes that one. */
  isOffered: boolean;
  /** Why moving there would be refused all the same: they have another enrolment in it. */
  isEnrolled: boolean;
};

export type EnrolmentView = EnrolmentRow & {
  timezone: string;
  startsAt: Date | null;
  /** The cohorts of the same course that could take the student instead. */
  otherCohorts: OtherCohort[];
  grants: GrantView[];
  history: HistoryEntry[];
  /** What was paid for it and is still here, in minor units, and whether it goes back by a transfer; none without an order. */
  paid: { minor: number; currency: string; byTransfer: boolean } | null;
  /** Whether the actor may send it back. */
  mayRefund: boolean;
  /** What the actor may do with it, by the policy alone; the state decides the rest. */
  mayChange: boolean;
};

/** One enrolment as the office sees it; undefined when there is none or the actor may not see it. */
export async function getEnrolment(ctx: ReadCtx, id: string): Promise<EnrolmentView | undefined> {
  if (!isId("enrolment", id) || !isAllowed(ctx.actor, "enrolment.list")) return undefined;
  const [row] = await rows(ctx.read).where(eq(enrolments.id, id));
  if (!row) return undefined;
  const [cohort] = await ctx.read
    .select({ timezone: cohorts.timezone, startsAt: cohorts.startsAt })
    .from(cohorts)
    .where(eq(cohorts.id, row.cohortId));
  return {
    ...row,
    timezone: cohort?.timezone ?? "UTC",
    startsAt: cohort?.startsAt ?? null,
    otherCohorts: await cohortsBeside(ctx, row),
    grants: await grantsOf(ctx.read, id),
    history: await getHistory(ctx.read, { type: "enrolment", id }),
    paid: row.orderCode ? await paidFor(ctx.read, row.orderCode) : null,
    mayRefund: isAllowed(ctx.actor, "refund.request"),
    mayChange: isAllowed(ctx.actor, "enrolment.cancel", { ownerId: row.studentId }),
  };
}

async function paidFor(read: Reader, orderCode: string): Promise<EnrolmentView["paid"]> {
  const settled = await read
    .select({ orderId: orders.id, currency: orders.currency, provider: payments.provider })
    .from(orders)
    .innerJoin(payments, and(eq(payments.orderId, orders.id), eq(payments.state, "settled")))
    .where(eq(orders.code, orderCode));
  const [first] = settled;
  if (!first) return null;
  const minor = (await getPaidMinor(read, [first.orderId])).get(first.orderId) ?? 0;
  const byTransfer = settled.some(({ provider }) => provider === "bank");
  return minor > 0 ? { minor, currency: first.currency, byTransfer } : null;
}

const COHORTS_SHOWN = 100;

async function cohortsBeside(ctx: ReadCtx, enrolment: EnrolmentRow): Promise<OtherCohort[]> {
  const { courseId, cohortId, studentId } = enrolment;
  const found = await ctx.read
    .select({
      id: cohorts.id,
      name: cohorts.name,
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      capacity: cohorts.capacity,
      held: cohorts.held,
      taken: cohorts.taken,
    })
    .from(cohorts)
    .where(
      and(
        eq(cohorts.courseId, courseId),
        eq(cohorts.state, "open"),
        or(isNull(cohorts.endsAt), gte(cohorts.endsAt, ctx.now)),
      ),
    )
    .orderBy(sql`${cohorts.startsAt} is null`, asc(cohorts.startsAt), asc(cohorts.id))
    .limit(COHORTS_SHOWN);
  const ids = found.map(({ id }) => id);
  const queue = await ctx.read
    .selectDistinct({ cohortId: waitingList.cohortId, state: waitingList.state, own: own(studentId) })
    .from(waitingList)
    .where(and(inArray(waitingList.cohortId, ids), inArray(waitingList.state, ["waiting", "offered"])));
  const places = await ctx.read
    .select({ cohortId: enrolments.cohortId })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.studentId, studentId),
        inArray(enrolments.cohortId, ids),
        sql`${enrolments.state} not in ('cancelled', 'revoked')`,
      ),
    );
  return found
    .filter(({ id }) => id !== cohortId)
    .map(({ capacity, held, taken, ...cohort }) => {
      const here = queue.filter((entry) => entry.cohortId === cohort.id);
      // As `claimSeat` has it: a seat that is free while others wait is theirs.
      const isWaitedFor = here.some(({ state, own: isOwn }) => state === "waiting" && !isOwn);
      return {
        ...cohort,
        seatsLeft: capacity === null ? null : isWaitedFor ? 0 : Math.max(0, capacity - held - taken),
        isOffered: here.some(({ state, own: isOwn }) => state === "offered" && isOwn),
        isEnrolled: places.some((place) => place.cohortId === cohort.id),
      };
    });
}

const own = (studentId: string) => sql<unknown>`${waitingList.studentId} = ${studentId}`.mapWith(Boolean);

async function grantsOf(read: Reader, enrolmentId: string): Promise<GrantView[]> {
  return read
    .select({
      id: grants.id,
      why: grants.why,
      startsAt: grants.startsAt,
      endsAt: grants.endsAt,
      revokedAt: grants.revokedAt,
      revokedWhy: grants.revokedWhy,
    })
    .from(grants)
    .where(eq(grants.enrolmentId, enrolmentId))
    .orderBy(asc(grants.createdAt), asc(grants.id));
}

import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { courses, enrolments, grants, orderLines, orders, sessions, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { GrantReason } from "#db/enums.ts";
import { isLiveGrant } from "../access/get-access.ts";
import { type Person, findPerson } from "../accounts/find-person.ts";
import { isSessionIdle } from "../accounts/sessions.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
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
import { authorize, isAllowed } from "../policy.ts";
import { findPeople } from "./find-people.ts";

export const PERSON_SORTS = ["created", "name"] as const;
export type PersonSort = (typeof PERSON_SORTS)[number];

/** Who may sign in, who was shut out, and who has not shown yet that their address is theirs. */
export const PERSON_STATUSES = ["active", "disabled", "unverified"] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

/** `from` is included, `until` is not: when the account was made. `who` tells colleagues from everybody else. */
export type PersonFilters = {
  q?: string;
  standing?: PersonStatus;
  who?: "students" | "team";
  from?: Date;
  until?: Date;
};

export type PersonRow = {
  id: string;
  name: string;
  /** What the list by name is sorted by. */
  sortKey: string;
  email: string;
  createdAt: Date;
  verifiedAt: Date | null;
  disabledAt: Date | null;
  /** Places that are open to them or wait for payment. */
  places: number;
};

const SORTS: Record<PersonSort, SortColumns> = {
  created: [users.createdAt, users.id],
  name: [users.sortKey, users.id],
};

const columns = {
  id: users.id,
  name: users.name,
  sortKey: users.sortKey,
  email: users.email,
  createdAt: users.createdAt,
  verifiedAt: users.verifiedAt,
  disabledAt: users.disabledAt,
};

/** The office's list of people, a page at a time. */
export async function listPeople(
  ctx: ReadCtx,
  filters: PersonFilters,
  view: ListView<PersonSort>,
): Promise<List<PersonRow>> {
  authorize(ctx, "student.list", {});
  const { limit, offset, page } = getListWindow(view.page);
  const where = await matching(ctx.read, filters);
  const found = await ctx.read
    .select(columns)
    .from(users)
    .where(where)
    .orderBy(...orderByColumns(SORTS[view.sort], view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ id: users.id })
    .from(users)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  return { items: await withPlaces(ctx.read, found), ...(await countRows(ctx.read, counted)), page, pageSize: limit };
}

/** Everybody who matches, in the same order, for an export. */
export async function* streamPeople(
  ctx: ReadCtx,
  filters: PersonFilters,
  view: Omit<ListView<PersonSort>, "page">,
): AsyncGenerator<PersonRow[]> {
  authorize(ctx, "student.list", {});
  const where = await matching(ctx.read, filters);
  const sorted = SORTS[view.sort];
  const keyOf = (row: PersonRow) => [view.sort === "created" ? row.createdAt : row.sortKey, row.id];
  yield* readInBatches<PersonRow>(async (after, limit) => {
    const found = await ctx.read
      .select(columns)
      .from(users)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...orderByColumns(sorted, view.direction))
      .limit(limit);
    return withPlaces(ctx.read, found);
  });
}

async function matching(read: Reader, { q, standing, who, from, until }: PersonFilters): Promise<SQL | undefined> {
  const team = read
    .select({ id: userRoles.userId })
    .from(userRoles)
    .where(inArray(userRoles.role, [...STAFF_ROLES]));
  return and(
    standing === "active" ? isNull(users.disabledAt) : undefined,
    standing === "disabled" ? isNotNull(users.disabledAt) : undefined,
    standing === "unverified" ? isNull(users.verifiedAt) : undefined,
    who === "team" ? inArray(users.id, team) : undefined,
    who === "students" ? notInArray(users.id, team) : undefined,
    from && sql`${users.createdAt} >= ${sql.param(from, users.createdAt)}`,
    until && sql`${users.createdAt} < ${sql.param(until, users.createdAt)}`,
    q ? inArray(users.id, await findPeople(read, q)) : undefined,
  );
}

async function withPlaces(read: Reader, found: Omit<PersonRow, "places">[]): Promise<PersonRow[]> {
  if (found.length === 0) return [];
  const rows = await read
    .select({ studentId: enrolments.studentId, places: count() })
    .from(enrolments)
    .where(
      and(
        inArray(
          enrolments.studentId,
          found.map(({ id }) => id),
        ),
        inArray(enrolments.state, ["pending", "active", "suspended"]),
      ),
    )
    .groupBy(enrolments.studentId);
  const places = new Map(rows.map((row) => [row.studentId, row.places]));
  return found.map((person) => ({ ...person, places: places.get(person.id) ?? 0 }));
}

export type AccessRow = {
  id: string;
  courseId: string;
  courseTitle: string;
  why: GrantReason;
  /** None means for good. */
  endsAt: Date | null;
  orderCode: string | null;
};

export type SessionRow = { id: string; agent: string; address: string; createdAt: Date; lastSeenAt: Date };

export type PersonView = Person & {
  /** What they may open now. */
  access: AccessRow[];
  /** Where they are signed in now; none when the actor may not know. */
  sessions: SessionRow[] | undefined;
  may: { disable: boolean; team: boolean };
};

const SHOWN_MAX = 100;

/** One person as the office sees them; undefined when there is none or the actor may not see them. */
export async function getPerson(ctx: ReadCtx, id: string): Promise<PersonView | undefined> {
  if (!isId("user", id) || !isAllowed(ctx.actor, "student.list")) return undefined;
  const person = await findPerson(ctx, { id });
  if (!person) return undefined;
  const mayEnd = isAllowed(ctx.actor, "session.end", { ownerId: null });
  return {
    ...person,
    access: await accessOf(ctx, id),
    sessions: mayEnd ? await sessionsOf(ctx, person) : undefined,
    may: { disable: isAllowed(ctx.actor, "student.disable"), team: isAllowed(ctx.actor, "team.read") },
  };
}

async function accessOf(ctx: ReadCtx, studentId: string): Promise<AccessRow[]> {
  return ctx.read
    .select({
      id: grants.id,
      courseId: courses.id,
      courseTitle: courses.title,
      why: grants.why,
      endsAt: grants.endsAt,
      orderCode: orders.code,
    })
    .from(grants)
    .innerJoin(courses, eq(courses.id, grants.courseId))
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(grants.studentId, studentId), isLiveGrant(ctx.now)))
    .orderBy(asc(courses.sortKey), asc(grants.id))
    .limit(SHOWN_MAX);
}

async function sessionsOf(ctx: ReadCtx, { id: userId, roles }: Person): Promise<SessionRow[]> {
  const found = await ctx.read
    .select({
      id: sessions.id,
      agent: sessions.agent,
      address: sessions.address,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, ctx.now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(SHOWN_MAX);
  return found.filter(({ lastSeenAt }) => !isSessionIdle({ lastSeenAt, roles }, ctx.now, ctx.rules));
}

import { and, count, inArray, isNotNull, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { enrolments, userRoles, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { STAFF_ROLES } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
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
import { authorize } from "../policy.ts";
import { findPeople } from "./find-people.ts";

export const PERSON_SORTS = ["created", "name"] as const;
export type PersonSort = (typeof PERSON_SORTS)[number];

/** Who may sign in, whose account is disabled, and who has not shown yet that their address is theirs. */
export const PERSON_STATUSES = ["active", "disabled", "unverified"] as const;
export type PersonStatus = (typeof PERSON_STATUSES)[number];

/** `from` is included, `until` is not: when the account was made. `who` tells colleagues from everybody else. */
export type PersonFilters = {
  q?: string;
  status?: PersonStatus;
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
  /** Enrolments that are open to them or wait for payment. */
  enrolments: number;
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
  const where = await buildWhere(ctx.read, filters);
  const found = await ctx.read
    .select(columns)
    .from(users)
    .where(where)
    .orderBy(...sortByColumns(SORTS[view.sort], view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ id: users.id })
    .from(users)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  return {
    items: await withEnrolmentCounts(ctx.read, found),
    ...(await countRows(ctx.read, counted)),
    page,
    pageSize: limit,
  };
}

/** Everybody who matches, in the same order, for an export. */
export async function* streamPeople(
  ctx: ReadCtx,
  filters: PersonFilters,
  view: Omit<ListView<PersonSort>, "page">,
): AsyncGenerator<PersonRow[]> {
  authorize(ctx, "student.list", {});
  const where = await buildWhere(ctx.read, filters);
  const sorted = SORTS[view.sort];
  const keyOf = (row: PersonRow) => [view.sort === "created" ? row.createdAt : row.sortKey, row.id];
  yield* readInBatches<PersonRow>(async (after, limit) => {
    const found = await ctx.read
      .select(columns)
      .from(users)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...sortByColumns(sorted, view.direction))
      .limit(limit);
    return withEnrolmentCounts(ctx.read, found);
  });
}

async function buildWhere(read: Reader, { q, status, who, from, until }: PersonFilters): Promise<SQL | undefined> {
  const team = read
    .select({ id: userRoles.userId })
    .from(userRoles)
    .where(inArray(userRoles.role, [...STAFF_ROLES]));
  return and(
    status === "active" ? isNull(users.disabledAt) : undefined,
    status === "disabled" ? isNotNull(users.disabledAt) : undefined,
    status === "unverified" ? isNull(users.verifiedAt) : undefined,
    who === "team" ? inArray(users.id, team) : undefined,
    who === "students" ? notInArray(users.id, team) : undefined,
    from && sql`${users.createdAt} >= ${sql.param(from, users.createdAt)}`,
    until && sql`${users.createdAt} < ${sql.param(until, users.createdAt)}`,
    q ? inArray(users.id, await findPeople(read, q)) : undefined,
  );
}

async function withEnrolmentCounts(read: Reader, found: Omit<PersonRow, "enrolments">[]): Promise<PersonRow[]> {
  if (found.length === 0) return [];
  const rows = await read
    .select({ studentId: enrolments.studentId, enrolments: count() })
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
  const counts = new Map(rows.map((row) => [row.studentId, row.enrolments]));
  return found.map((person) => ({ ...person, enrolments: counts.get(person.id) ?? 0 }));
}

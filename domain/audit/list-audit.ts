import { and, asc, eq, gt, gte, inArray, lt, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { auditLog, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
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
import { findPeople } from "../students/find-people.ts";
import { SECURITY_EVENT_KINDS } from "./record-security-events.ts";

/** `who` is a name, an address, the id of a person or the name of a job; `from` is included, `until` is not. */
export type AuditFilters = {
  who?: string;
  action?: string;
  /** Failed sign-ins, denied operations and the like, and nothing that somebody has done. */
  isSecurity?: boolean;
  objectType?: string;
  objectId?: string;
  from?: Date;
  until?: Date;
};

export type AuditRow = {
  seq: number;
  at: Date;
  actorType: string;
  actorId: string;
  actorName: string | null;
  action: string;
  objectType: string;
  objectId: string;
  /** A person's name, when the object is one. */
  objectName: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string;
};

const SECURITY_ACTIONS = SECURITY_EVENT_KINDS.map((kind) => `security.${kind}`);
const SORT: SortColumns = [auditLog.seq];
const subject = alias(users, "subject");

function rows(read: Reader) {
  return read
    .select({
      seq: auditLog.seq,
      at: auditLog.at,
      actorType: auditLog.actorType,
      actorId: auditLog.actorId,
      actorName: users.name,
      action: auditLog.action,
      objectType: auditLog.objectType,
      objectId: auditLog.objectId,
      objectName: subject.name,
      before: auditLog.before,
      after: auditLog.after,
      requestId: auditLog.requestId,
    })
    .from(auditLog)
    .leftJoin(users, eq(users.id, auditLog.actorId))
    .leftJoin(subject, eq(subject.id, auditLog.objectId));
}

/** Who did what, a page at a time. */
export async function listAudit(ctx: ReadCtx, filters: AuditFilters, view: ListView<"seq">): Promise<List<AuditRow>> {
  authorize(ctx, "audit.read", {});
  const { limit, offset, page } = getListWindow(view.page);
  const where = await matching(ctx.read, filters);
  const items = await rows(ctx.read)
    .where(where)
    .orderBy(...sortByColumns(SORT, view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ seq: auditLog.seq })
    .from(auditLog)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  return { items, ...(await countRows(ctx.read, counted)), page, pageSize: limit };
}

/** Every entry that matches, in the same order, for an export. */
export async function* streamAudit(
  ctx: ReadCtx,
  filters: AuditFilters,
  view: Omit<ListView<"seq">, "page">,
): AsyncGenerator<AuditRow[]> {
  authorize(ctx, "audit.read", {});
  const where = await matching(ctx.read, filters);
  yield* readInBatches<AuditRow>((after, limit) =>
    rows(ctx.read)
      .where(and(where, isAfterRow(SORT, view.direction, after && [after.seq])))
      .orderBy(...sortByColumns(SORT, view.direction))
      .limit(limit),
  );
}

async function matching(read: Reader, filters: AuditFilters): Promise<SQL | undefined> {
  const { who, action, isSecurity, objectType, objectId, from, until } = filters;
  return and(
    who ? inArray(auditLog.actorId, [who, ...(await findPeople(read, who))]) : undefined,
    action ? eq(auditLog.action, action) : undefined,
    isSecurity ? inArray(auditLog.action, SECURITY_ACTIONS) : undefined,
    objectType ? eq(auditLog.objectType, objectType) : undefined,
    objectId ? eq(auditLog.objectId, objectId) : undefined,
    from && gte(auditLog.at, from),
    until && lt(auditLog.at, until),
  );
}

/** What has been done in the school so far, for a filter to choose from: one look at the index for each. */
export async function listAuditFilterValues(ctx: ReadCtx): Promise<{ actions: string[]; objectTypes: string[] }> {
  authorize(ctx, "audit.read", {});
  return {
    actions: await distinct(ctx.read, auditLog.action),
    objectTypes: await distinct(ctx.read, auditLog.objectType),
  };
}

const WORDS_MAX = 200;

/** Steps from one value of an indexed column to the next, so that it does not matter how often each stands there. */
async function distinct(read: Reader, column: typeof auditLog.action | typeof auditLog.objectType): Promise<string[]> {
  const words: string[] = [];
  while (words.length < WORDS_MAX) {
    const last = words.at(-1);
    const [next] = await read
      .select({ word: column })
      .from(auditLog)
      .where(last === undefined ? undefined : gt(column, last))
      .orderBy(asc(column))
      .limit(1);
    if (!next) break;
    words.push(next.word);
  }
  return words;
}

import { eq, inArray, type SQL, sql } from "drizzle-orm";
import { gatherJson, selectJson } from "#db/json-list.ts";
import { alias } from "drizzle-orm/sqlite-core";
import { z } from "zod";
import { auditLog, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createFromFilter, createTextFilter, createUntilFilter, type Filter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";
import { SECURITY_EVENT_KINDS } from "./record-security-events.ts";

const SECURITY_ACTIONS = SECURITY_EVENT_KINDS.map((kind) => `security.${kind}`);

/** Failed sign-ins, denied operations and the like, and nothing that somebody has done. */
const securityFilter: Filter<boolean, "all"> = {
  input: z.enum(["all"]),
  read: () => true,
  where: (isSecurity) => (isSecurity ? inArray(auditLog.action, SECURITY_ACTIONS) : undefined),
};

export type AuditRow = RowOf<typeof auditList>;

const subject = alias(users, "subject");

const auditView = defineView({
  fields: () => ({
    seq: auditLog.seq,
    at: auditLog.at,
    actorType: auditLog.actorType,
    actorId: auditLog.actorId,
    actorName: users.name,
    action: auditLog.action,
    objectType: auditLog.objectType,
    objectId: auditLog.objectId,
    /** A person's name, when the object is one. */
    objectName: subject.name,
    before: auditLog.before,
    after: auditLog.after,
    requestId: auditLog.requestId,
  }),
  from: (select) =>
    select
      .from(auditLog)
      .leftJoin(users, eq(users.id, auditLog.actorId))
      .leftJoin(subject, eq(subject.id, auditLog.objectId)),
  show: (entry) => entry,
});

/** Who did what. */
export const auditList = defineList({
  table: auditLog,
  reach: (ctx) => {
    authorize(ctx, "audit.read", {});
    return undefined;
  },
  view: auditView,
  key: "seq",
  sorts: { seq: { by: ["seq"] } },
  filters: {
    /** A name, an address, the id of a person or the name of a job. */
    who: createTextFilter(async (who, { read }) => inArray(auditLog.actorId, [who, ...(await findPeople(read, who))])),
    action: createTextFilter((action) => eq(auditLog.action, action)),
    isSecurity: securityFilter,
    objectType: createTextFilter((type) => eq(auditLog.objectType, type)),
    objectId: createTextFilter((id) => eq(auditLog.objectId, id)),
    /** `from` is included, `until` is not. */
    from: createFromFilter(auditLog.at),
    until: createUntilFilter(auditLog.at),
  },
  isKept: true,
});
export const { page: listAudit, stream: streamAudit } = auditList;

/** What has been done in the school so far, for a filter to choose from: one look at the index for each. */
export async function listAuditFilterValues(ctx: ReadCtx): Promise<{ actions: string[]; objectTypes: string[] }> {
  authorize(ctx, "audit.read", {});
  const [found] = await ctx.read
    .select({ actions: selectDistinct(auditLog.action), objectTypes: selectDistinct(auditLog.objectType) })
    .from(sql`(select 1) as one`);
  return found ?? { actions: [], objectTypes: [] };
}

const WORDS_MAX = 200;

/** SQL: steps from one value of an indexed column to the next, so that it does not matter how often each stands there. */
function selectDistinct(column: typeof auditLog.action | typeof auditLog.objectType): SQL<string[]> {
  const words = sql`with recursive step(word) as (
    select min(${column}) from ${auditLog}
    union all
    select (select min(${column}) from ${auditLog} where ${column} > step.word) from step where step.word is not null
  ) select word from step where word is not null limit ${WORDS_MAX}`;
  return selectJson<string[]>(sql`select ${gatherJson(sql`word`, sql`word`)} from (${words}) as words`);
}

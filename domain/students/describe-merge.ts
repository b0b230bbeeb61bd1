import { and, desc, eq, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { gatherRows } from "#db/json-list.ts";
import { accountMerges, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";

/** For so long two accounts can be made again of one. */
export const MERGE_UNDO_MS = 30 * DAY_MS;

export type StudentMerge = {
  intoId: string;
  intoName: string;
  why: string;
  mergedAt: Date;
  undoUntil: Date;
  /** Whether the actor can undo it now. */
  mayUndo: boolean;
};

type Found = Pick<StudentMerge, "intoId" | "intoName" | "why" | "mergedAt">;

/** SQL: into which account the person of a row of `users` was merged, as a list of one, or none. */
export function selectMerge(read: Reader): SQL<Found[]> {
  const into = alias(users, "merged_into");
  const fields = {
    intoId: accountMerges.intoId,
    intoName: into.name,
    why: accountMerges.why,
    mergedAt: accountMerges.mergedAt,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(accountMerges)
      .innerJoin(into, eq(into.id, accountMerges.intoId))
      .where(and(eq(accountMerges.fromId, users.id), isNull(accountMerges.undoneAt)))
      .orderBy(desc(accountMerges.mergedAt), desc(accountMerges.id))
      .limit(1),
  );
}

/** What is to be known of a merge; undefined when there was none. */
export function describeMerge(ctx: ReadCtx, [merge]: Found[]): StudentMerge | undefined {
  if (!merge) return undefined;
  const undoUntil = addMs(merge.mergedAt, MERGE_UNDO_MS);
  return { ...merge, undoUntil, mayUndo: ctx.now <= undoUntil && isAllowed(ctx.actor, "student.merge") };
}

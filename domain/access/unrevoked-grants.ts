import { and, asc, eq, isNull } from "drizzle-orm";
import { grants } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";

export type Grant = typeof grants.$inferSelect;

/** What a student was given for a course and nobody took back, over or to come. Those of a suspended enrolment are among them. */
export async function listUnrevokedGrants(tx: Tx, of: { studentId: string; courseId: string }): Promise<Grant[]> {
  return tx
    .select()
    .from(grants)
    .where(and(eq(grants.studentId, of.studentId), eq(grants.courseId, of.courseId), isNull(grants.revokedAt)))
    .orderBy(asc(grants.createdAt), asc(grants.id));
}

/** When the last of them ends; null when one never does, undefined when there is none. */
export function getLastEnd(kept: readonly Pick<Grant, "endsAt">[]): Date | null | undefined {
  if (kept.length === 0) return undefined;
  const ends = kept.map(({ endsAt }) => endsAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...ends);
  return last === Number.POSITIVE_INFINITY ? null : new Date(last);
}

import { and, asc, eq, exists, gt, gte, inArray, isNotNull, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { cohorts, enrolments, materialProgress, materials } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CompletionCounts, CompletionRule } from "./is-complete.ts";
import { selectAttended } from "./select-attended.ts";

export type Completion = CompletionRule & CompletionCounts & { enrolmentId: string };

/** SQL: how many of a course's materials a student has done, and how many there are. */
export const selectDone = (read: Reader, of: { studentId: SQLWrapper; courseId: SQLWrapper }): SQL<number> =>
  sql<number>`(${read
    .select({ done: sql`count(*)` })
    .from(materialProgress)
    .where(
      and(sql`${materialProgress.courseId} = ${of.courseId}`, sql`${materialProgress.studentId} = ${of.studentId}`),
    )})`.mapWith(Number);

export const selectMaterialCount = (read: Reader, courseId: SQLWrapper): SQL<number> =>
  sql<number>`(${read
    .select({ all: sql`count(*)` })
    .from(materials)
    .where(sql`${materials.courseId} = ${courseId}`)})`.mapWith(Number);

const hasDoneSince = (read: Reader): SQL<boolean> =>
  sql<boolean>`${exists(
    read
      .select({ one: sql`1` })
      .from(materialProgress)
      .where(
        and(
          eq(materialProgress.courseId, enrolments.courseId),
          eq(materialProgress.studentId, enrolments.studentId),
          gte(materialProgress.doneAt, enrolments.createdAt),
        ),
      ),
  )}`.mapWith(Boolean);

/** What enrolments have done of what their cohorts ask. All materials and meetings count, also those that are still to come. */
export async function loadCompletion(read: Reader, where: SQL | undefined, limit?: number): Promise<Completion[]> {
  const query = read
    .select({
      enrolmentId: enrolments.id,
      completionMaterialsPercent: cohorts.completionMaterialsPercent,
      completionAttendancePercent: cohorts.completionAttendancePercent,
      done: selectDone(read, enrolments),
      materials: selectMaterialCount(read, enrolments.courseId),
      hasDoneSince: hasDoneSince(read),
      ...selectAttended(read),
    })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(where)
    .orderBy(asc(enrolments.id));
  return limit === undefined ? query : query.limit(limit);
}

/** SQL: a cohort that has a rule. */
const hasRule = or(isNotNull(cohorts.completionMaterialsPercent), isNotNull(cohorts.completionAttendancePercent));

/** SQL: an enrolment that its cohort's rule may complete. */
export const mayComplete = and(eq(enrolments.state, "active"), hasRule);

/** The cohorts whose rule may complete somebody, for the job that looks at what changed otherwise. */
export async function listCohortsWithRule(read: Reader): Promise<string[]> {
  const found = await read.select({ id: cohorts.id }).from(cohorts).where(hasRule);
  return found.map(({ id }) => id);
}

/** A stretch of all that a cohort's rule may complete, by id. Whose they are is found first, so that what each has done is counted for those alone. */
export function listMayComplete(
  read: Reader,
  { cohortId, after, limit }: { cohortId: string; after: string; limit: number },
): Promise<Completion[]> {
  const stretch = read
    .select({ id: enrolments.id })
    .from(enrolments)
    // Written so that no index of all that are active is taken: a school may have a million, and a cohort has twenty.
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        sql`${enrolments.state} || '' = 'active'`,
        gt(sql`${enrolments.id} || ''`, after),
      ),
    )
    .orderBy(asc(enrolments.id))
    .limit(limit);
  return loadCompletion(read, and(hasRule, inArray(enrolments.id, stretch)));
}

import { and, asc, eq, exists, gt, gte, isNotNull, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
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

/** SQL: an enrolment that its cohort's rule may complete. */
export const mayComplete = and(
  eq(enrolments.state, "active"),
  or(isNotNull(cohorts.completionMaterialsPercent), isNotNull(cohorts.completionAttendancePercent)),
);

/** A stretch of all that a rule may complete, by id, for the job that looks at what changed otherwise. */
export const listMayComplete = (read: Reader, after: string, limit: number): Promise<Completion[]> =>
  loadCompletion(read, and(mayComplete, gt(enrolments.id, after)), limit);

import { and, eq, inArray, sql } from "drizzle-orm";
import { coursePositions, courses, materialProgress, materials } from "#db/schema/index.ts";
import { getPercent } from "../enrolments/is-complete.ts";
import { selectDone, selectMaterialCount } from "../enrolments/load-completion.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Progress } from "./load-materials.ts";

export type CourseProgress = Progress & {
  /** What the student opened last, unless it is done: there they go on. */
  next: { id: string; title: string; language: string } | null;
};

/** How far a student is in each of some courses; those in which there is nothing to do are left out. One statement. */
export async function getCourseProgress(
  ctx: ReadCtx,
  studentId: string,
  courseIds: readonly string[],
): Promise<Map<string, CourseProgress>> {
  if (courseIds.length === 0) return new Map();
  const { read } = ctx;
  const student = sql`cast(${studentId} as text)`;
  const rows = await read
    .select({
      courseId: courses.id,
      total: selectMaterialCount(read, courses.id),
      done: selectDone(read, { studentId: student, courseId: courses.id }),
      id: materials.id,
      title: materials.title,
      doneAt: materialProgress.doneAt,
      language: courses.language,
    })
    .from(courses)
    .leftJoin(coursePositions, and(eq(coursePositions.studentId, studentId), eq(coursePositions.courseId, courses.id)))
    .leftJoin(materials, eq(materials.id, coursePositions.materialId))
    .leftJoin(
      materialProgress,
      and(eq(materialProgress.studentId, studentId), eq(materialProgress.materialId, materials.id)),
    )
    .where(inArray(courses.id, [...new Set(courseIds)]));
  return new Map(
    rows
      .filter(({ total }) => total > 0)
      .map(({ courseId, total, done, id, title, doneAt, language }) => [
        courseId,
        {
          ...{ total, done, percent: getPercent(done, total) },
          next: id !== null && doneAt === null ? { id, title: title ?? "", language } : null,
        },
      ]),
  );
}

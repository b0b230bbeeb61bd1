import { and, asc, eq, gt, or } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { readInBatches } from "../kernel/lists/read-in-batches.ts";
import { authorize } from "../policy.ts";
import type { Cohort, Course } from "./machine.ts";

/** A course and one of its open cohorts; no cohort where it has none. */
export type CatalogueRow = { course: Course; cohort: Cohort | null };

/**
 * Every course with its open cohorts, in batches, for the file that an import reads back. A course's rows follow each other. Refuses
 * whoever may not import.
 */
export async function* listCatalogueRows(ctx: ReadCtx): AsyncGenerator<CatalogueRow[]> {
  authorize(ctx, "course.import", {});
  yield* readInBatches<CatalogueRow>((after, limit) =>
    ctx.read
      .select({ course: courses, cohort: cohorts })
      .from(courses)
      .leftJoin(cohorts, and(eq(cohorts.courseId, courses.id), eq(cohorts.state, "open")))
      .where(after && isAfter(after))
      .orderBy(asc(courses.id), asc(cohorts.id))
      .limit(limit),
  );
}

function isAfter({ course, cohort }: CatalogueRow) {
  const nextCourse = gt(courses.id, course.id);
  return cohort ? or(nextCourse, and(eq(courses.id, course.id), gt(cohorts.id, cohort.id))) : nextCourse;
}

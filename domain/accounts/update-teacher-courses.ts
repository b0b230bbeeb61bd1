import { eq } from "drizzle-orm";
import { courseStaff } from "#db/schema/index.ts";
import { updateSearchRow } from "../courses/update-search-row.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { StepCtx } from "../kernel/command.ts";

/** Whoever teaches is named on the pages of their courses, and their courses are found by them. */
export async function updateTeacherCourses(ctx: StepCtx, userId: string): Promise<void> {
  const taught = await ctx.tx
    .select({ courseId: courseStaff.courseId })
    .from(courseStaff)
    .where(eq(courseStaff.userId, userId));
  for (const { courseId } of taught) await updateSearchRow(ctx, courseId);
  if (taught.length > 0) await bumpCatalogueVersion(ctx);
}

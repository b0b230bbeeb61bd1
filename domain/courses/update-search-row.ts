import { eq, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { cohorts, courseSearch, courseStaff, courses, users } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { toSearchText, toStoredSearchText } from "../kernel/search-text.ts";
import { buildCourseKeys } from "./build-course-keys.ts";

const p = sql.placeholder;

const queries = perClient((tx: Tx) => ({
  course: tx
    .select({
      title: courses.title,
      summary: courses.summary,
      description: courses.description,
      translations: courses.translations,
      subject: courses.subject,
      keysOf: courses.keysOf,
      row: courseSearch.row,
      indexedTitle: courseSearch.title,
      indexedBody: courseSearch.body,
    })
    .from(courses)
    .leftJoin(courseSearch, eq(courseSearch.courseId, courses.id))
    .where(eq(courses.id, param(courses.id, "courseId")))
    .prepare(),
  teachers: tx
    .select({ name: users.name })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .where(eq(courseStaff.courseId, param(courses.id, "courseId")))
    .orderBy(courseStaff.position, users.id)
    .prepare(),
  cohorts: tx
    .selectDistinct({ name: cohorts.name })
    .from(cohorts)
    .where(eq(cohorts.courseId, param(courses.id, "courseId")))
    .orderBy(cohorts.name)
    .prepare(),
  add: tx
    .insert(courseSearch)
    .values({
      row: sql`(select coalesce(max("row"), 0) + 1 from course_search)`,
      courseId: p("courseId"),
      title: p("title"),
      body: p("body"),
    })
    .prepare(),
}));

/**
 * Keeps what the catalogue's search reads in step with a course, in the transaction that changed it or its teachers or
 * cohorts. A row that already says the same is left alone: the index behind it is dear to write.
 */
export async function updateSearchRow(ctx: StepCtx, courseId: string): Promise<void> {
  const hot = queries(ctx.tx);
  const [course] = await hot.course.execute({ courseId });
  if (!course) return;
  const teachers = await hot.teachers.execute({ courseId });
  const names = await hot.cohorts.execute({ courseId });
  const title = toSearchText(course.title);
  const others = [...teachers, ...names].map(({ name }) => name);
  // Whoever looks for a course types the words of their language, whichever the page is in.
  const translated = Object.values(course.translations ?? {});
  const texts = [course, ...translated].flatMap(({ summary = "", description = "" }) => [summary, description]);
  const titles = [course, ...translated].map((each) => each.title ?? "").filter((each) => each !== "");
  const long = toSearchText(texts.filter((text) => text !== "").join(" "));
  const body = `${long} ${toStoredSearchText(...titles, course.subject, ...others)}`;
  const keys = buildCourseKeys(course);
  if (keys.keysOf !== course.keysOf) await ctx.tx.update(courses).set(keys).where(eq(courses.id, courseId));
  if (course.row === null) {
    await hot.add.execute({ courseId, title, body });
  } else if (title !== course.indexedTitle || body !== course.indexedBody) {
    await ctx.tx.update(courseSearch).set({ title, body }).where(eq(courseSearch.courseId, courseId));
  }
}

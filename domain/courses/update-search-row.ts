import { isDeepStrictEqual } from "node:util";
import { eq, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { cohorts, courseSearch, courseStaff, courses, users } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { StepCtx } from "../kernel/command.ts";
import { toSearchText, toStoredSearchText } from "../kernel/search-text.ts";
import { toSortKey } from "../kernel/sort-key.ts";
import type { Course } from "./machine.ts";
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
      indexedSortKeys: courseSearch.sortKeys,
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
    .select({ name: cohorts.name, translations: cohorts.translations })
    .from(cohorts)
    .where(eq(cohorts.courseId, param(courses.id, "courseId")))
    .orderBy(cohorts.name, cohorts.id)
    .prepare(),
  add: tx
    .insert(courseSearch)
    .values({
      row: sql`(select coalesce(max("row"), 0) + 1 from course_search)`,
      courseId: p("courseId"),
      title: p("title"),
      body: p("body"),
      sortKeys: sql`${p("sortKeys")}`,
    })
    .prepare(),
}));

/** Between a course's titles in its languages: what is searched for never holds it. */
export const TITLES_APART = "\n";

/**
 * Keeps what the catalogue's search reads in step with a course, in the transaction that changed it or its teachers or
 * cohorts. A row that already says the same is left alone: the index behind it is dear to write.
 */
export async function updateSearchRow(ctx: StepCtx, courseId: string): Promise<void> {
  const hot = queries(ctx.tx);
  const [course] = await hot.course.execute({ courseId });
  if (!course) return;
  const teachers = await hot.teachers.execute({ courseId });
  const offered = await hot.cohorts.execute({ courseId });
  // Whoever looks for a course types the words of their language, whichever the page is in.
  const named = offered.flatMap(({ name, translations }) => [{ name }, ...Object.values(translations ?? {})]);
  const others = new Set([...teachers, ...named].map(({ name = "" }) => name).filter((name) => name !== ""));
  const translated = Object.values(course.translations ?? {});
  const texts = [course, ...translated].flatMap(({ summary = "", description = "" }) => [summary, description]);
  const titles = [course, ...translated].map((each) => each.title ?? "").filter((each) => each !== "");
  const title = titles.map(toSearchText).join(TITLES_APART);
  const long = toSearchText(texts.filter((text) => text !== "").join(" "));
  const body = `${long} ${toStoredSearchText(...titles, course.subject, ...others)}`;
  const sortKeys = buildSortKeys(course.translations);
  const keys = buildCourseKeys(course);
  if (keys.keysOf !== course.keysOf) await ctx.tx.update(courses).set(keys).where(eq(courses.id, courseId));
  if (course.row === null) {
    await hot.add.execute({ courseId, title, body, sortKeys: sortKeys && JSON.stringify(sortKeys) });
  } else if (
    title !== course.indexedTitle ||
    body !== course.indexedBody ||
    !isDeepStrictEqual(sortKeys, course.indexedSortKeys)
  ) {
    await ctx.tx.update(courseSearch).set({ title, body, sortKeys }).where(eq(courseSearch.courseId, courseId));
  }
}

function buildSortKeys(translations: Course["translations"]): Record<string, string> | null {
  const titles = Object.entries(translations ?? {}).flatMap(([language, { title }]) =>
    title ? [[language, toSortKey(title)] as const] : [],
  );
  return titles.length > 0 ? Object.fromEntries(titles) : null;
}

import { eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { sortByStart, sortByTitle } from "./sort-by-start.ts";

export const CATALOGUE_PAGE_SIZE = 20;

export const isPublished = eq(courses.state, "published");

/** How many courses there are of each subject and level. */
export function countChoices(read: Reader, matched: SQL | undefined) {
  return read
    .select({ subject: courses.subject, level: courses.level, count: sql<number>`count(*)`.mapWith(Number) })
    .from(courses)
    .where(matched)
    .groupBy(courses.subject, courses.level);
}

/** The ids of one page of courses. */
export function selectIds(read: Reader, matched: SQL | undefined, order: SQL[], offset: number | Placeholder) {
  return read
    .select({ id: courses.id })
    .from(courses)
    .innerJoin(courseSearch, eq(courseSearch.courseId, courses.id))
    .where(matched)
    .orderBy(...order)
    .limit(CATALOGUE_PAGE_SIZE)
    .offset(offset);
}

const prepared = perClient((read: Reader) => ({
  counts: countChoices(read, isPublished).prepare(),
  ids: new Map<string | undefined, ReturnType<typeof prepareIds>>(),
}));

function prepareIds(read: Reader, language: string | undefined) {
  const order = [...sortByStart(read, param(cohorts.startsAt, "now")), ...sortByTitle(language)];
  return selectIds(read, isPublished, order, sql.placeholder("offset")).prepare();
}

/**
 * The whole catalogue, soonest first: what most people look at. To write these two statements out takes a twentieth of the page, so
 * it is done once. `language`: as for `sortByTitle`; there are as many as the school has.
 */
export function getCatalogueQueries(read: Reader, language: string | undefined) {
  const { counts, ids } = prepared(read);
  let listed = ids.get(language);
  if (!listed) ids.set(language, (listed = prepareIds(read, language)));
  return { counts, ids: listed };
}

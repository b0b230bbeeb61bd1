import { and, asc, eq, exists, gte, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { engine } from "#db/engine.ts";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isOffered } from "./is-offered.ts";

/** A moment, or the parameter of a prepared query that stands for one. */
type Moment = Date | SQLWrapper;

/**
 * SQL: the soonest to begin first. Of what has no beginning ahead, first what one can still take, then what has no offering or only
 * ones that are over.
 */
export function sortByStart(read: Reader, now: Moment): SQL[] {
  return [sql`${nextStart(read, now)} asc nulls last`, standingFirst(read, now)];
}

/**
 * SQL: in the order of the titles that are read, in `language` where they have one in it. The columns of keys are compared byte by
 * byte, so what is taken from JSON must be.
 */
export function sortByTitle(language: string | undefined): SQL[] {
  if (language === undefined) return [asc(courses.sortKey), asc(courses.id)];
  const given = sql`${courseSearch.sortKeys} ->> cast(${language} as text)`;
  const title = sql`coalesce(${given}, ${courses.sortKey})`;
  return [engine === "postgres" ? sql`${title} collate "C"` : title, asc(courses.id)];
}

/** When the next offering begins that has not begun yet. */
function nextStart(read: Reader, now: Moment): SQL {
  const query = read
    .select({ at: sql`min(${cohorts.startsAt})` })
    .from(cohorts)
    .where(and(eq(cohorts.courseId, courses.id), eq(cohorts.state, "open"), gte(cohorts.startsAt, now)));
  return sql`(${query})`;
}

function standingFirst(read: Reader, now: Moment): SQL {
  const standing = read.select({ one: sql`1` }).from(cohorts).where(isOffered(now));
  return sql`case when ${exists(standing)} then 0 else 1 end`;
}

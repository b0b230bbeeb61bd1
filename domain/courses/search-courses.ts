import { and, asc, eq, exists, gt, gte, isNull, like, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { engine } from "#db/engine.ts";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { COURSE_LEVELS, type CourseLevel } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Page, getPageWindow } from "../kernel/get-page-window.ts";
import { escapeLike, toSearchText, splitSearchWords } from "../kernel/search-text.ts";
import { compareTexts } from "../kernel/sort-key.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { getSubjectName } from "../settings/school-texts.ts";
import { type CourseCard, listCourseCards } from "./list-course-cards.ts";
import { sortByPrice } from "./price-order.ts";

export const COURSE_SORTS = ["best", "start", "title", "price"] as const;
export type CourseSort = (typeof COURSE_SORTS)[number];

export type CourseSearch = {
  /** Words, or parts of words, all of which must be found. */
  q?: string;
  subject?: string;
  level?: CourseLevel;
  price?: "free" | "paid";
  /** The first and the last moment at which an offering may begin. */
  from?: Date;
  to?: Date;
  /** Only courses with a seat that can be had now. */
  seats?: boolean;
  /** `best` is for words; without words it is `start`. Prices are compared within a currency only: see price-order.ts. */
  sort?: CourseSort;
  page?: number;
};

export type Facet<Value extends string = string> = { value: Value; count: number };

export type CourseList = Page<CourseCard> & {
  sort: CourseSort;
  /** How many courses each choice would give, everything else being as it is. */
  subjects: (Facet & { name: string })[];
  levels: Facet<CourseLevel>[];
};

export const CATALOGUE_PAGE_SIZE = 20;

/** A part of a word must have three letters for the trigram index to find it; shorter ones are looked for in each text. */
const TRIGRAM_LETTERS = 3;

const BY_TITLE = asc(courses.sortKey);

/**
 * The published courses that fit, ranked and paged, with how many there are of each subject and level. Accents and case do
 * not count; a title that is, begins with, or holds the words comes before one whose description does.
 */
export async function searchCourses(ctx: ReadCtx, search: CourseSearch): Promise<CourseList> {
  const { read } = ctx;
  const query = (search.q ?? "").slice(0, 200);
  const words = splitSearchWords(query);
  const sort = sortOf(search.sort, words);
  const window = getPageWindow(search.page ?? 1, CATALOGUE_PAGE_SIZE);
  const matched = matching(ctx, words, search);
  const counts = await countChoices(read, matched);
  const settings = await getSettingsOnce(ctx);
  const { total, levels, ...facets } = facetsOf(counts, search);
  // In the order of the names that are read.
  const subjects = facets.subjects
    .map((facet) => ({ ...facet, name: getSubjectName(settings, facet.value, ctx.language) }))
    .sort((a, b) => compareTexts(a.name, b.name));
  const page = Math.min(window.page, Math.max(1, Math.ceil(total / CATALOGUE_PAGE_SIZE)));
  const chosen = and(
    matched,
    search.subject ? eq(courses.subject, search.subject) : undefined,
    search.level ? eq(courses.level, search.level) : undefined,
  );
  const { currency: ownCurrency } = settings;
  const ids = await read
    .select({ id: courses.id })
    .from(courses)
    .innerJoin(courseSearch, eq(courseSearch.courseId, courses.id))
    .where(chosen)
    .orderBy(...orderOf(ctx, { sort, query, words, ownCurrency }), BY_TITLE, asc(courses.id))
    .limit(CATALOGUE_PAGE_SIZE)
    .offset((page - 1) * CATALOGUE_PAGE_SIZE);
  const items = await listCourseCards(
    ctx,
    ids.map(({ id }) => id),
  );
  return { items, total, page, pageSize: CATALOGUE_PAGE_SIZE, sort, subjects, levels };
}

/** A page of the whole catalogue, soonest first. */
export async function listCourses(ctx: ReadCtx, page = 1): Promise<CourseList> {
  return searchCourses(ctx, { page });
}

function sortOf(wanted: CourseSort | undefined, words: string[]): CourseSort {
  if (words.length > 0) return wanted ?? "best";
  return wanted === undefined || wanted === "best" ? "start" : wanted;
}

/** Everything but subject and level, whose other choices are counted too. */
function matching(ctx: ReadCtx, words: string[], search: CourseSearch): SQL | undefined {
  const offering = offeringThatFits(ctx, search);
  return and(
    eq(courses.state, "published"),
    words.length > 0 ? sql`${courses.id} in (${coursesWith(words)})` : undefined,
    offering && exists(ctx.read.select({ one: sql`1` }).from(cohorts).where(offering)),
  );
}

/** One and the same offering must have the price, begin in the time and have the seat that is asked for. */
function offeringThatFits({ now }: ReadCtx, search: CourseSearch): SQL | undefined {
  const { price, from, to, seats } = search;
  if (!price && !from && !to && !seats) return undefined;
  return and(
    eq(cohorts.courseId, courses.id),
    eq(cohorts.state, "open"),
    or(isNull(cohorts.endsAt), gt(cohorts.endsAt, now)),
    price === "free" ? eq(cohorts.priceMinor, 0) : undefined,
    price === "paid" ? gt(cohorts.priceMinor, 0) : undefined,
    from ? gte(cohorts.startsAt, from) : undefined,
    to ? lte(cohorts.startsAt, to) : undefined,
    seats
      ? and(
          or(isNull(cohorts.opensAt), lte(cohorts.opensAt, now)),
          or(isNull(cohorts.closesAt), gt(cohorts.closesAt, now)),
          or(isNull(cohorts.capacity), lt(sql`${cohorts.held} + ${cohorts.taken}`, cohorts.capacity)),
        )
      : undefined,
  );
}

/**
 * The ids of the courses that hold every word in their title or their body. Both engines find the same; SQLite asks its
 * trigram index first where that can answer. CROSS JOIN, because only the index may come first: looked up row by row, a
 * common word takes seconds.
 */
function coursesWith(words: string[]): SQL {
  const indexed = engine === "sqlite" ? words.filter((word) => [...word].length >= TRIGRAM_LETTERS) : [];
  const others = words
    .filter((word) => !indexed.includes(word))
    .map((word) => or(holds(courseSearch.title, word), holds(courseSearch.body, word)));
  if (indexed.length === 0) return sql`select ${courseSearch.courseId} from ${courseSearch} where ${and(...others)}`;
  const phrases = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(" AND ");
  return sql`select ${courseSearch.courseId} from course_fts cross join ${courseSearch}
    on ${courseSearch.row} = course_fts.rowid where ${and(sql`course_fts match ${phrases}`, ...others)}`;
}

function holds(column: AnySQLiteColumn, word: string): SQL {
  return sql`${like(column, escapeLike(word))} escape '\\'`;
}

type Count = { subject: string; level: CourseLevel; count: number };

async function countChoices(read: Reader, matched: SQL | undefined): Promise<Count[]> {
  return read
    .select({ subject: courses.subject, level: courses.level, count: sql<number>`count(*)`.mapWith(Number) })
    .from(courses)
    .where(matched)
    .groupBy(courses.subject, courses.level);
}

function facetsOf(counts: Count[], { subject, level }: CourseSearch) {
  const sum = (fits: (each: Count) => boolean) => counts.filter(fits).reduce((total, { count }) => total + count, 0);
  const subjects = [...new Set(counts.map((each) => each.subject))]
    .filter((value) => value !== "")
    .map((value) => ({ value, count: sum((each) => each.subject === value && (!level || each.level === level)) }))
    .filter(({ value, count }) => count > 0 || value === subject);
  const levels = COURSE_LEVELS.map((value) => ({
    value,
    count: sum((each) => each.level === value && (!subject || each.subject === subject)),
  })).filter(({ value, count }) => count > 0 || value === level);
  const total = sum((each) => (!subject || each.subject === subject) && (!level || each.level === level));
  return { total, subjects, levels };
}

type Wanted = { sort: CourseSort; query: string; words: string[]; ownCurrency: string };

function orderOf(ctx: ReadCtx, { sort, query, words, ownCurrency }: Wanted): SQL[] {
  switch (sort) {
    case "best":
      return [titleRank(toSearchText(query), words)];
    case "start":
      return [sql`${nextStart(ctx)} asc nulls last`, sql`${standingFirst(ctx)}`];
    case "price":
      return sortByPrice(ctx, ownCurrency);
    case "title":
      return [];
  }
}

/** 0 the title itself, 1 it begins so, 2 a word of it does, 3 it holds every word, 4 the words are elsewhere. */
function titleRank(whole: string, words: string[]): SQL {
  const { title } = courseSearch;
  const every = and(...words.map((word) => holds(title, word))) ?? sql`false`;
  const begins = escapeLike(whole).slice(1);
  return sql`case when ${title} = ${whole} then 0
    when ${like(title, begins)} escape '\\' then 1
    when ${like(title, `% ${begins}`)} escape '\\' then 2
    when ${every} then 3 else 4 end`;
}

/** When the next offering begins that has not begun yet. */
function nextStart({ read, now }: ReadCtx): SQL {
  const query = read
    .select({ at: sql`min(${cohorts.startsAt})` })
    .from(cohorts)
    .where(and(eq(cohorts.courseId, courses.id), eq(cohorts.state, "open"), gte(cohorts.startsAt, now)));
  return sql`(${query})`;
}

/** Of what has no beginning ahead: first what one can still take, then what has no offering or only ones that are over. */
function standingFirst({ read, now }: ReadCtx): SQL {
  const standing = read
    .select({ one: sql`1` })
    .from(cohorts)
    .where(
      and(
        eq(cohorts.courseId, courses.id),
        eq(cohorts.state, "open"),
        or(isNull(cohorts.endsAt), gt(cohorts.endsAt, now)),
      ),
    );
  return sql`case when ${exists(standing)} then 0 else 1 end`;
}

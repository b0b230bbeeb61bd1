import { and, eq, exists, gt, gte, inArray, isNull, like, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { engine } from "#db/engine.ts";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import { COURSE_LEVELS, type CourseLevel } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type Page, getPageWindow } from "../kernel/get-page-window.ts";
import { escapeLike, toSearchText, splitSearchWords } from "../kernel/search-text.ts";
import { compareTexts } from "../kernel/sort-key.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { findSubjectsNamed, getSubjectName } from "../settings/school-texts.ts";
import { isOffered } from "./is-offered.ts";
import { TITLES_APART } from "./update-search-row.ts";
import { type CourseCard, listCourseCards } from "./list-course-cards.ts";
import { CATALOGUE_PAGE_SIZE, countChoices, isPublished, getCatalogueQueries, selectIds } from "./catalogue-queries.ts";
import { sortByPrice } from "./price-order.ts";
import { sortByStart, sortByTitle } from "./sort-by-start.ts";

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

/** A part of a word must have three letters for the trigram index to find it; shorter ones are looked for in each text. */
const TRIGRAM_LETTERS = 3;

/**
 * The published courses that fit, ranked and paged, with how many there are of each subject and level. Accents and case do
 * not count; a title that is, begins with, or holds the words comes before one whose description does.
 */
export async function searchCourses(ctx: ReadCtx, search: CourseSearch): Promise<CourseList> {
  const words = splitSearchWords(queryOf(search));
  const sort = sortOf(search.sort, words);
  const settings = await getSettingsOnce(ctx);
  const found = isWhole(search, words, sort) ? findWhole(ctx, settings) : findMatching(ctx, settings, search);
  const { total, levels, ...facets } = facetsOf(await found.counts(), search);
  // In the order of the names that are read.
  const subjects = facets.subjects
    .map((facet) => ({ ...facet, name: getSubjectName(settings, facet.value, ctx.language) }))
    .sort((a, b) => compareTexts(a.name, b.name));
  const window = getPageWindow(search.page ?? 1, CATALOGUE_PAGE_SIZE);
  const page = Math.min(window.page, Math.max(1, Math.ceil(total / CATALOGUE_PAGE_SIZE)));
  const ids = await found.ids((page - 1) * CATALOGUE_PAGE_SIZE);
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

const queryOf = ({ q = "" }: CourseSearch) => q.slice(0, 200);

/** Nothing is asked for that would leave a course out. */
function isWhole({ subject, level, price, from, to, seats }: CourseSearch, words: string[], sort: CourseSort): boolean {
  return words.length === 0 && sort === "start" && ![subject, level, price, from, to, seats].some(Boolean);
}

/** In which language titles are sorted, where they may have more than one. */
const titleLanguageOf = ({ language }: ReadCtx, { moreLanguages }: SchoolSettings) =>
  moreLanguages.length > 0 ? language : undefined;

function findWhole(ctx: ReadCtx, settings: SchoolSettings) {
  const { counts, ids } = getCatalogueQueries(ctx.read, titleLanguageOf(ctx, settings));
  return { counts: () => counts.execute(), ids: (offset: number) => ids.execute({ now: ctx.now, offset }) };
}

function findMatching(ctx: ReadCtx, settings: SchoolSettings, search: CourseSearch) {
  const { read } = ctx;
  const query = queryOf(search);
  const words = splitSearchWords(query);
  const matched = matching(ctx, findEveryWord(words, settings), search);
  const chosen = and(
    matched,
    search.subject ? eq(courses.subject, search.subject) : undefined,
    search.level ? eq(courses.level, search.level) : undefined,
  );
  const order = orderOf(ctx, { sort: sortOf(search.sort, words), query, words, ownCurrency: settings.currency });
  const sorted = [...order, ...sortByTitle(titleLanguageOf(ctx, settings))];
  return {
    counts: () => countChoices(read, matched).execute(),
    ids: (offset: number) => selectIds(read, chosen, sorted, offset).execute(),
  };
}

/** Everything but subject and level, whose other choices are counted too. */
function matching(ctx: ReadCtx, found: SQL | undefined, search: CourseSearch): SQL | undefined {
  const offering = offeringThatFits(ctx, search);
  return and(isPublished, found, offering && exists(ctx.read.select({ one: sql`1` }).from(cohorts).where(offering)));
}

/** One and the same offering must have the price, begin in the time and have the seat that is asked for. */
function offeringThatFits({ now }: ReadCtx, search: CourseSearch): SQL | undefined {
  const { price, from, to, seats } = search;
  if (!price && !from && !to && !seats) return undefined;
  return and(
    isOffered(now),
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
 * Every word stands in a course's texts, or in what its subject is called in one of the school's languages: that is said once for all
 * courses, in the settings.
 */
function findEveryWord(words: string[], settings: Pick<SchoolSettings, "translations">): SQL | undefined {
  if (words.length === 0) return undefined;
  const named = words.map((word) => ({ word, subjects: findSubjectsNamed(settings, word) }));
  const others = named.flatMap(({ word, subjects }) => (subjects.length === 0 ? [word] : []));
  const hasAll = (all: string[]) => sql`${courses.id} in (${coursesWith(all)})`;
  return and(
    others.length > 0 ? hasAll(others) : undefined,
    ...named.flatMap(({ word, subjects }) =>
      subjects.length > 0 ? [or(hasAll([word]), inArray(courses.subject, subjects))] : [],
    ),
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

type Counts = Awaited<ReturnType<typeof countChoices>>;

function facetsOf(counts: Counts, { subject, level }: CourseSearch) {
  const sum = (fits: (each: Counts[number]) => boolean) =>
    counts.filter(fits).reduce((total, { count }) => total + count, 0);
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
      return sortByStart(ctx.read, ctx.now);
    case "price":
      return sortByPrice(ctx, ownCurrency);
    case "title":
      return [];
  }
}

/** 0 one of the titles itself, 1 one begins so, 2 a word of one does, 3 they hold every word, 4 the words are elsewhere. */
function titleRank(whole: string, words: string[]): SQL {
  const { title, sortKeys } = courseSearch;
  const every = and(...words.map((word) => holds(title, word))) ?? sql`false`;
  const begins = escapeLike(whole).slice(1);
  const titles = sql`${TITLES_APART} || ${title} || ${TITLES_APART}`;
  const isLike = (text: SQL | AnySQLiteColumn, pattern: string) => sql`${text} like ${pattern} escape '\\'`;
  // Most courses have one title, which is compared as it is: this is asked of every course that is found.
  return sql`case when ${sortKeys} is null then
      case when ${title} = ${whole} then 0
        when ${isLike(title, begins)} then 1
        when ${isLike(title, `% ${begins}`)} then 2
        when ${every} then 3 else 4 end
    when ${isLike(titles, `%${TITLES_APART}${begins.slice(0, -1)}${TITLES_APART}%`)} then 0
    when ${isLike(titles, `%${TITLES_APART}${begins}`)} then 1
    when ${isLike(titles, `% ${begins}`)} then 2
    when ${every} then 3 else 4 end`;
}

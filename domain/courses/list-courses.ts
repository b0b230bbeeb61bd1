import { and, asc, count, desc, eq, exists, gte, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { CourseState } from "#db/enums.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import {
  COUNT_MAX,
  countRows,
  readInBatches,
  sortByColumns,
  type List,
  type ListView,
  getListWindow,
  isAfterRow,
  type SortColumns,
} from "../kernel/lists.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { authorize, isAllowed } from "../policy.ts";

export { COURSE_STATES } from "#db/enums.ts";

export const COURSE_SORTS = ["title", "subject", "created"] as const;
export type CourseSort = (typeof COURSE_SORTS)[number];

/** `q` is words of the title or the text. */
export type CourseFilters = { state?: CourseState; subject?: string; q?: string };

export type CourseRow = {
  id: string;
  slug: string;
  title: string;
  /** What the lists by title and by subject are sorted by. */
  sortKey: string;
  subjectKey: string;
  subject: string;
  state: CourseState;
  createdAt: Date;
  publishedAt: Date | null;
  /** Offerings that are not over. */
  cohorts: number;
  /** Seats taken and held in them, and how many there are; no capacity when one of them is without limit. */
  seatsTaken: number;
  capacity: number | null;
};

const SORTS: Record<CourseSort, SortColumns> = {
  title: [courses.sortKey, courses.id],
  subject: [courses.subjectKey, courses.sortKey, courses.id],
  created: [courses.createdAt, courses.id],
};

const KEYS: Record<CourseSort, (row: CourseRow) => unknown[]> = {
  title: (row) => [row.sortKey, row.id],
  subject: (row) => [row.subjectKey, row.sortKey, row.id],
  created: (row) => [row.createdAt, row.id],
};

const columns = {
  id: courses.id,
  slug: courses.slug,
  title: courses.title,
  sortKey: courses.sortKey,
  subjectKey: courses.subjectKey,
  subject: courses.subject,
  state: courses.state,
  createdAt: courses.createdAt,
  publishedAt: courses.publishedAt,
};

type Found = Omit<CourseRow, "cohorts" | "seatsTaken" | "capacity">;

/** The office's list of courses, drafts and archived ones included. Who only teaches sees their own. */
export async function listCourses(
  ctx: ReadCtx,
  filters: CourseFilters,
  view: ListView<CourseSort>,
): Promise<List<CourseRow>> {
  authorize(ctx, "course.list", {});
  const { limit, offset, page } = getListWindow(view.page);
  const where = matching(ctx, filters);
  const found = await ctx.read
    .select(columns)
    .from(courses)
    .where(where)
    .orderBy(...sortByColumns(SORTS[view.sort], view.direction))
    .limit(limit)
    .offset(offset);
  const counted = ctx.read
    .select({ id: courses.id })
    .from(courses)
    .where(where)
    .limit(COUNT_MAX + 1)
    .as("counted");
  return { items: await withSeats(ctx, found), ...(await countRows(ctx.read, counted)), page, pageSize: limit };
}

/** Every course that matches, in the same order, for an export. */
export async function* streamCourses(
  ctx: ReadCtx,
  filters: CourseFilters,
  view: Omit<ListView<CourseSort>, "page">,
): AsyncGenerator<CourseRow[]> {
  authorize(ctx, "course.list", {});
  const where = matching(ctx, filters);
  const sorted = SORTS[view.sort];
  const keyOf = (row: CourseRow) => KEYS[view.sort](row);
  yield* readInBatches<CourseRow>(async (after, limit) => {
    const found = await ctx.read
      .select(columns)
      .from(courses)
      .where(and(where, isAfterRow(sorted, view.direction, after && keyOf(after))))
      .orderBy(...sortByColumns(sorted, view.direction))
      .limit(limit);
    return withSeats(ctx, found);
  });
}

function matching(ctx: ReadCtx, { state, subject, q }: CourseFilters): SQL | undefined {
  return and(
    isAllowed(ctx.actor, "course.read_hidden")
      ? undefined
      : inArray(courses.id, selectTaughtCourses(ctx.read, getActorId(ctx.actor))),
    state && eq(courses.state, state),
    subject ? eq(courses.subject, subject) : undefined,
    ...splitSearchWords(q ?? "").map((word) => exists(holding(ctx.read, word))),
  );
}

/** SQL: what the catalogue's search keeps of the course holds a word. */
function holding(read: Reader, word: string) {
  const part = escapeLike(word);
  return read
    .select({ one: sql`1` })
    .from(courseSearch)
    .where(
      and(
        eq(courseSearch.courseId, courses.id),
        sql`(${courseSearch.title} like ${part} escape '\\' or ${courseSearch.body} like ${part} escape '\\')`,
      ),
    );
}

const notOver = (now: Date) => and(eq(cohorts.state, "open"), or(isNull(cohorts.endsAt), gte(cohorts.endsAt, now)));

/** Adds up the seats of a page's courses in one statement. */
async function withSeats(ctx: ReadCtx, found: Found[]): Promise<CourseRow[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const sums = await ctx.read
    .select({
      courseId: cohorts.courseId,
      cohorts: count(),
      seatsTaken: sql<number>`sum(${cohorts.held} + ${cohorts.taken})`.mapWith(Number),
      unlimited: sql<number>`sum(case when ${cohorts.capacity} is null then 1 else 0 end)`.mapWith(Number),
      capacity: sql<number>`coalesce(sum(${cohorts.capacity}), 0)`.mapWith(Number),
    })
    .from(cohorts)
    .where(and(inArray(cohorts.courseId, ids), notOver(ctx.now)))
    .groupBy(cohorts.courseId);
  const byCourse = new Map(sums.map((sum) => [sum.courseId, sum]));
  return found.map((course) => {
    const sum = byCourse.get(course.id);
    return {
      ...course,
      cohorts: sum?.cohorts ?? 0,
      seatsTaken: sum?.seatsTaken ?? 0,
      capacity: sum && sum.unlimited === 0 ? sum.capacity : null,
    };
  });
}

/** What a filter offers. A school has more courses than a list to choose from can hold; the rest are found by their page. */
const CHOICES_MAX = 300;

export type Choice = { value: string; label: string };

/** Courses to choose from, those published first; `chosen` is always among them. */
export async function listCourseChoices(ctx: ReadCtx, chosen?: string): Promise<Choice[]> {
  authorize(ctx, "course.list", {});
  const some = await ctx.read
    .select({ value: courses.id, label: courses.title })
    .from(courses)
    .where(eq(courses.state, "published"))
    .orderBy(asc(courses.sortKey), asc(courses.id))
    .limit(CHOICES_MAX);
  if (!chosen || some.some(({ value }) => value === chosen)) return some;
  const [one] = await ctx.read
    .select({ value: courses.id, label: courses.title })
    .from(courses)
    .where(eq(courses.id, chosen));
  return one ? [one, ...some] : some;
}

/** The cohorts of a course to choose from, the newest first. */
export async function listCohortChoices(ctx: ReadCtx, courseId: string): Promise<Choice[]> {
  authorize(ctx, "course.list", {});
  return ctx.read
    .select({ value: cohorts.id, label: cohorts.name })
    .from(cohorts)
    .where(eq(cohorts.courseId, courseId))
    .orderBy(sql`${cohorts.startsAt} is null`, desc(cohorts.startsAt), desc(cohorts.id))
    .limit(CHOICES_MAX);
}

/** A cohort with what somebody must know to choose the right one. */
export type CohortOption = Pick<
  typeof cohorts.$inferSelect,
  "id" | "name" | "state" | "startsAt" | "timezone" | "priceMinor" | "currency" | "capacity" | "held" | "taken"
>;

/** The same cohorts with their dates, prices and seats, to put somebody into one of them. */
export async function listCohortOptions(ctx: ReadCtx, courseId: string): Promise<CohortOption[]> {
  authorize(ctx, "course.list", {});
  const { id, name, state, startsAt, timezone, priceMinor, currency, capacity, held, taken } = cohorts;
  return ctx.read
    .select({ id, name, state, startsAt, timezone, priceMinor, currency, capacity, held, taken })
    .from(cohorts)
    .where(eq(cohorts.courseId, courseId))
    .orderBy(sql`${cohorts.startsAt} is null`, desc(cohorts.startsAt), desc(cohorts.id))
    .limit(CHOICES_MAX);
}

/** The subjects that courses have, for a filter to choose from. */
export async function listSubjectChoices(ctx: ReadCtx): Promise<Choice[]> {
  authorize(ctx, "course.list", {});
  const rows = await ctx.read
    .selectDistinct({ subject: courses.subject, subjectKey: courses.subjectKey })
    .from(courses)
    .orderBy(asc(courses.subjectKey), asc(courses.subject))
    .limit(CHOICES_MAX);
  return rows.filter(({ subject }) => subject !== "").map(({ subject }) => ({ value: subject, label: subject }));
}

import { and, asc, desc, eq, exists, gt, gte, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { COURSE_STATES } from "#db/enums.ts";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createTextFilter } from "../kernel/lists/filters.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { authorize, isAllowed } from "../policy.ts";

export type CourseRow = RowOf<typeof courseList>;

const courseView = defineView({
  fields: (ctx) => ({
    id: courses.id,
    slug: courses.slug,
    title: courses.title,
    language: courses.language,
    sortKey: courses.sortKey,
    subjectKey: courses.subjectKey,
    subject: courses.subject,
    state: courses.state,
    createdAt: courses.createdAt,
    publishedAt: courses.publishedAt,
    /** Offerings that are not over. */
    cohorts: ofCohorts<number>(ctx, sql`count(*)`).mapWith(Number),
    /** Seats taken and held in them, and how many there are; no capacity when one of them is without limit. */
    seatsTaken: ofCohorts<number>(ctx, sql`coalesce(sum(${cohorts.held} + ${cohorts.taken}), 0)`).mapWith(Number),
    capacity: ofCohorts<number | null>(
      ctx,
      sql`case when count(*) = count(${cohorts.capacity}) then sum(${cohorts.capacity}) end`,
    ).mapWith(toCapacity),
  }),
  from: (select) => select.from(courses),
  show: ({ sortKey: _, subjectKey: __, ...course }) => course,
});

/** The office's list of courses, drafts and archived ones included. Who only teaches sees their own. */
export const courseList = defineList({
  table: courses,
  reach: (ctx) => {
    authorize(ctx, "course.list", {});
    if (isAllowed(ctx.actor, "course.read_hidden")) return undefined;
    return inArray(courses.id, selectTaughtCourses(ctx.read, getActorId(ctx.actor)));
  },
  view: courseView,
  key: "id",
  sorts: {
    title: { by: ["sortKey"] },
    subject: { by: ["subjectKey", "sortKey"] },
    created: { by: ["createdAt"] },
  },
  filters: {
    /** Words of the title or the text. */
    q: createTextFilter((text, { read }) => and(...splitSearchWords(text).map((word) => exists(holding(read, word))))),
    state: createChoiceFilter(courses.state, COURSE_STATES),
    subject: createTextFilter((subject) => eq(courses.subject, subject)),
  },
});
export const { page: listCourses, stream: streamCourses } = courseList;

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

const toCapacity = (sum: unknown) => Number(sum) as number | null;

/** SQL: something added up over the offerings of a course that are not over. */
function ofCohorts<Value>({ read, now }: ReadCtx, sum: SQL): SQL<Value> {
  const standing = read
    .select({ sum })
    .from(cohorts)
    .where(and(eq(cohorts.courseId, courses.id), notOver(now)));
  return sql<Value>`(${standing})`;
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

/** The cohorts of all courses that are not over, the next first, to choose from. */
export async function listUpcomingCohortChoices(ctx: ReadCtx): Promise<(Choice & { courseId: string })[]> {
  authorize(ctx, "course.list", {});
  const rows = await ctx.read
    .select({ value: cohorts.id, name: cohorts.name, title: courses.title, courseId: courses.id })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.state, "open"), or(isNull(cohorts.endsAt), gt(cohorts.endsAt, ctx.now))))
    .orderBy(sql`${cohorts.startsAt} is null`, asc(cohorts.startsAt), asc(cohorts.id))
    .limit(CHOICES_MAX);
  return rows.map(({ value, name, title, courseId }) => ({ value, label: `${title}, ${name}`, courseId }));
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

import { and, eq, exists, inArray, or, type SQL, sql } from "drizzle-orm";
import { cohorts, courseSearch, courses } from "#db/schema/index.ts";
import type { CourseLevel, CourseState } from "#db/enums.ts";
import type { Message } from "#messages/message.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getSeatState, countFreeSeats } from "../courses/seat-state.ts";
import type { Cohort, Course } from "../courses/machine.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { listPriceWarnings } from "../payments/list-price-warnings.ts";
import { authorize, isAllowed } from "../policy.ts";
import { isAfterCursor, type Listed, type ListInput, toListed, sortNewestFirst } from "./cursor.ts";
import type { CohortView, CourseView, SavedCohortView } from "./shapes.ts";

export function toCourseView(course: Course): CourseView {
  const { id, slug, title, summary, description, subject, level, language, state, imageFileId } = course;
  const { publishedAt, createdAt, updatedAt, translations } = course;
  return {
    ...{ id, slug, title, summary, description, subject, level, language, state, imageFileId },
    translations: translations ?? {},
    ...{ publishedAt, createdAt, updatedAt },
  };
}

export function toCohortView(cohort: Cohort, now: Date): CohortView {
  const { id, courseId, name, state, startsAt, endsAt, timezone, place, capacity, opensAt, closesAt } = cohort;
  const { accessDays, waitingList, createdAt, updatedAt, priceMinor: minor, currency } = cohort;
  return {
    ...{ id, courseId, name, state, seats: getSeatState(cohort, now), seatsLeft: countFreeSeats(cohort), capacity },
    price: { minor, currency },
    ...{ startsAt, endsAt, timezone, place, opensAt, closesAt, accessDays, waitingList, createdAt, updatedAt },
  };
}

/** As `toCohortView`, for whoever has just set the price, in whose language `say` says what speaks against it. */
export function toSavedCohortView(
  cohort: Cohort,
  { now, rules }: WriteCtx,
  say: (warning: Message) => string,
): SavedCohortView {
  const { priceMinor: minor, currency } = cohort;
  return { ...toCohortView(cohort, now), warnings: listPriceWarnings(rules, { minor, currency }).map(say) };
}

/** SQL: the courses that the actor may see: published ones, those they teach, and all of them for the office. */
function visible(ctx: ReadCtx): SQL | undefined {
  authorize(ctx, "course.read", {});
  if (isAllowed(ctx.actor, "course.read_hidden")) return undefined;
  const published = eq(courses.state, "published");
  if (ctx.actor.type !== "user") return published;
  return or(published, inArray(courses.id, selectTaughtCourses(ctx.read, ctx.actor.id)));
}

/** A course by its id or by its address. */
export async function getCourse(ctx: ReadCtx, idOrSlug: string): Promise<CourseView | undefined> {
  const column = isId("course", idOrSlug) ? courses.id : courses.slug;
  const [course] = await ctx.read
    .select()
    .from(courses)
    .where(and(eq(column, idOrSlug), visible(ctx)));
  return course && toCourseView(course);
}

export type CourseFilter = {
  state?: CourseState | undefined;
  subject?: string | undefined;
  level?: CourseLevel | undefined;
  /** Words that must all be found in the title, the text, the subject or the teachers' names. */
  q?: string | undefined;
};

/** Courses, the newest first. */
export async function listCourses(ctx: ReadCtx, input: ListInput & CourseFilter): Promise<Listed<CourseView>> {
  const rows = await ctx.read
    .select()
    .from(courses)
    .where(
      and(
        visible(ctx),
        input.state === undefined ? undefined : eq(courses.state, input.state),
        input.subject === undefined ? undefined : eq(courses.subject, input.subject),
        input.level === undefined ? undefined : eq(courses.level, input.level),
        ...splitSearchWords(input.q ?? "").map((word) => saying(ctx, word)),
        isAfterCursor(input, "course", courses.createdAt, courses.id),
      ),
    )
    .orderBy(...sortNewestFirst(courses.createdAt, courses.id))
    .limit(input.limit + 1);
  return toListed(rows, input, toCourseView, ({ createdAt, id }) => ({ at: createdAt, id }));
}

function saying(ctx: ReadCtx, word: string): SQL {
  const pattern = escapeLike(word);
  const found = ctx.read
    .select({ row: courseSearch.row })
    .from(courseSearch)
    .where(
      and(
        eq(courseSearch.courseId, courses.id),
        sql`(${courseSearch.title} like ${pattern} escape '\\' or ${courseSearch.body} like ${pattern} escape '\\')`,
      ),
    );
  return exists(found);
}

export async function getCohort(ctx: ReadCtx, id: string): Promise<CohortView | undefined> {
  const [found] = await ctx.read
    .select({ cohort: cohorts })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.id, id), visible(ctx)));
  return found && toCohortView(found.cohort, ctx.now);
}

export type CohortFilter = { courseId?: string | undefined; state?: Cohort["state"] | undefined };

/** Offerings of the courses that the actor may see, the newest first. */
export async function listCohorts(ctx: ReadCtx, input: ListInput & CohortFilter): Promise<Listed<CohortView>> {
  const rows = await ctx.read
    .select({ cohort: cohorts })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        visible(ctx),
        input.courseId === undefined ? undefined : eq(cohorts.courseId, input.courseId),
        input.state === undefined ? undefined : eq(cohorts.state, input.state),
        isAfterCursor(input, "cohort", cohorts.createdAt, cohorts.id),
      ),
    )
    .orderBy(...sortNewestFirst(cohorts.createdAt, cohorts.id))
    .limit(input.limit + 1);
  return toListed(
    rows,
    input,
    ({ cohort }) => toCohortView(cohort, ctx.now),
    ({ cohort }) => ({ at: cohort.createdAt, id: cohort.id }),
  );
}

import { and, asc, eq, exists, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { cohorts, courseSearch, courses, meetings } from "#db/schema/index.ts";
import { COHORT_STATES, COURSE_LEVELS, COURSE_STATES } from "#db/enums.ts";
import type { Message } from "#messages/message.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { listMeetingWarnings } from "../courses/list-meeting-warnings.ts";
import { getSeatState, countFreeSeats } from "../courses/seat-state.ts";
import type { Cohort, Course } from "../courses/machine.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { escapeLike, splitSearchWords } from "../kernel/search-text.ts";
import { listPriceWarnings } from "../payments/list-price-warnings.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id } from "./parts.ts";
import type { CohortView, CourseView, SavedCohortView } from "./shapes.ts";

export function toCourseView(course: Course): CourseView {
  const { id, slug, title, summary, description, subject, level, language, state, imageFileId } = course;
  const { publishedAt, createdAt, updatedAt, translations, taxKind } = course;
  return {
    ...{ id, slug, title, summary, description, subject, level, language, state, imageFileId, taxKind },
    translations: translations ?? {},
    ...{ publishedAt, createdAt, updatedAt },
  };
}

export function toCohortView(cohort: Cohort, now: Date): CohortView {
  const { id, courseId, name, state, startsAt, endsAt, timezone, place, capacity, opensAt, closesAt } = cohort;
  const { accessDays, accessUntil, renewal, renewalDays, renewalPriceMinor, renewalsMax } = cohort;
  const { completionMaterialsPercent, completionAttendancePercent } = cohort;
  const { cancelDays, cancelPercent, cancelFeeMinor, moveDays, studentsMin, confirmBy, confirmedAt } = cohort;
  const { paymentPlan } = cohort;
  const { waitingList, createdAt, updatedAt, translations, priceMinor: minor, netPriceMinor, currency } = cohort;
  return {
    ...{ id, courseId, name, state, seats: getSeatState(cohort, now), seatsLeft: countFreeSeats(cohort), capacity },
    price: { minor, currency },
    netPrice: netPriceMinor === null ? null : { minor: netPriceMinor, currency },
    ...{
      startsAt,
      endsAt,
      timezone,
      place,
      translations: translations ?? {},
      opensAt,
      closesAt,
      accessDays,
      ...{ accessUntil, renewal, renewalDays, renewalPrice: { minor: renewalPriceMinor, currency }, renewalsMax },
      ...{ waitingList, paymentPlan },
      completionMaterialsPercent,
      completionAttendancePercent,
      ...{ cancelDays, cancelPercent, cancelFee: { minor: cancelFeeMinor, currency }, moveDays },
      ...{ studentsMin, confirmBy, confirmedAt },
      createdAt,
      updatedAt,
    },
  };
}

/** As `toCohortView`, for whoever has just set price and dates, in whose language `say` says what speaks against them. */
export async function toSavedCohortView(
  cohort: Cohort,
  { tx, now, rules }: WriteCtx,
  say: (warning: Message) => string,
): Promise<SavedCohortView> {
  const { priceMinor: minor, currency } = cohort;
  const dated = await tx
    .select({ startsAt: meetings.startsAt, endsAt: meetings.endsAt })
    .from(meetings)
    .where(eq(meetings.cohortId, cohort.id))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  const warnings = [
    ...listPriceWarnings(rules, { minor, currency }),
    ...dated.flatMap((meeting) => listMeetingWarnings(cohort, meeting)),
  ];
  return { ...toCohortView(cohort, now), warnings: warnings.map(say) };
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

/** Courses, the newest first. */
export const coursePages = defineList({
  table: courses,
  reach: visible,
  view: defineView({
    fields: () => getTableColumns(courses),
    from: (select) => select.from(courses),
    show: (course) => toCourseView(course),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    state: createChoiceFilter(courses.state, COURSE_STATES),
    subject: createFilter(z.string().max(100), (subject) => eq(courses.subject, subject)),
    level: createChoiceFilter(courses.level, COURSE_LEVELS),
    q: createFilter(
      z.string().max(200).meta({ description: "Words, or parts of them, that must all be found." }),
      (q, ctx) => and(...splitSearchWords(q).map((word) => saying(ctx, word))),
    ),
  },
  cursor: { sort: "created", ids: "course" },
});

/** SQL: what is found by has a word in its title, its text, its subject or its teachers' names. */
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

/** Offerings of the courses that the actor may see, the newest first. */
export const cohortPages = defineList({
  table: cohorts,
  reach: (ctx) => {
    const seen = visible(ctx);
    const course = ctx.read.select({ id: courses.id }).from(courses);
    return seen && exists(course.where(and(eq(courses.id, cohorts.courseId), seen)));
  },
  view: defineView({
    fields: () => getTableColumns(cohorts),
    from: (select) => select.from(cohorts),
    show: (cohort, ctx) => toCohortView(cohort, ctx.now),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    courseId: createFilter(Id("crs"), (id) => eq(cohorts.courseId, id)),
    state: createChoiceFilter(cohorts.state, COHORT_STATES),
  },
  cursor: { sort: "created", ids: "cohort" },
});

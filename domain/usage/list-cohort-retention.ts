import { and, count, countDistinct, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { cohorts, courses, enrolments, usageStudentDays } from "#db/schema/index.ts";
import { selectText } from "../courses/course-texts.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";

/** Weeks after the start of a cohort that are counted; the first is that of the start. */
export const RETENTION_WEEKS = [1, 2, 3, 4, 6, 8, 12] as const;

export type CohortRetention = {
  cohortId: string;
  cohort: string;
  courseId: string;
  title: string;
  language: string;
  startsAt: Date;
  /** Who has a place. */
  students: number;
  /** How many of them opened the course in each of the weeks; null for a week that is not over. */
  weeks: { week: number; students: number | null }[];
};

const COHORTS_MAX = 20;
const BEGUN_WITHIN_DAYS = 364;
const PLACED = ["active", "suspended", "completed"] as const;

/** How many students of the cohorts that began within a year still open their course weeks later; the newest first. */
export async function listCohortRetention(
  ctx: ReadCtx,
  { timezone }: { timezone: string },
): Promise<CohortRetention[]> {
  authorize(ctx, "usage.list", {});
  const { read, now } = ctx;
  const isPlaced = and(eq(enrolments.cohortId, cohorts.id), inArray(enrolments.state, [...PLACED]));
  const begun = await read
    .select({
      ...{ cohortId: cohorts.id, cohort: selectText(cohorts.name, ctx.language), courseId: courses.id },
      ...{ title: selectText(courses.title, ctx.language), language: courses.language },
      ...{ startsAt: cohorts.startsAt, students: count(enrolments.id) },
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(enrolments, isPlaced)
    .where(and(gte(cohorts.startsAt, addMs(now, -BEGUN_WITHIN_DAYS * DAY_MS)), lte(cohorts.startsAt, now)))
    .groupBy(cohorts.id, courses.id)
    .orderBy(desc(cohorts.startsAt), desc(cohorts.id))
    .limit(COHORTS_MAX);
  const today = formatLocalDay(now, timezone);
  const rows = begun.flatMap(({ startsAt, ...row }) => (startsAt ? [{ ...row, startsAt }] : []));
  const spans = rows.flatMap(({ cohortId, startsAt }) => listWeeks(startsAt, { cohortId, timezone, today }));
  const opened = await countOpened(ctx, spans);
  return rows.map((row) => ({
    ...row,
    weeks: RETENTION_WEEKS.map((week) => {
      const isOver = spans.some((span) => span.cohortId === row.cohortId && span.week === week);
      return { week, students: isOver ? (opened.get(`${row.cohortId} ${week}`) ?? 0) : null };
    }),
  }));
}

type Span = { cohortId: string; week: number; from: string; to: string };

/** The weeks of a cohort that are over, as days of the school's calendar. */
function listWeeks(
  startsAt: Date,
  { cohortId, timezone, today }: { cohortId: string; timezone: string; today: string },
): Span[] {
  const first = formatLocalDay(startsAt, timezone);
  return RETENTION_WEEKS.flatMap((week) => {
    const [from, to] = [addDays(first, (week - 1) * 7), addDays(first, week * 7 - 1)];
    return to < today ? [{ cohortId, week, from, to }] : [];
  });
}

async function countOpened({ read }: ReadCtx, spans: readonly Span[]): Promise<Map<string, number>> {
  if (spans.length === 0) return new Map();
  const rows = spans.map(
    ({ cohortId, week, from, to }) =>
      sql`(cast(${cohortId} as text), cast(${week} as integer), cast(${from} as text), cast(${to} as text))`,
  );
  const week = sql<number>`span.column2`.mapWith(Number);
  // Both engines call the columns of VALUES so.
  const counted = await read
    .select({ cohortId: enrolments.cohortId, week, students: countDistinct(usageStudentDays.studentId) })
    .from(sql`(values ${sql.join(rows, sql`, `)}) as span`)
    .innerJoin(enrolments, and(sql`${enrolments.cohortId} = span.column1`, inArray(enrolments.state, [...PLACED])))
    .innerJoin(
      usageStudentDays,
      and(
        eq(usageStudentDays.studentId, enrolments.studentId),
        eq(usageStudentDays.courseId, enrolments.courseId),
        sql`${usageStudentDays.day} between span.column3 and span.column4`,
      ),
    )
    .groupBy(enrolments.cohortId, week);
  return new Map(counted.map((row) => [`${row.cohortId} ${row.week}`, row.students]));
}

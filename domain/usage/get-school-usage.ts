import { asc, count, desc, eq, gte, sql } from "drizzle-orm";
import { courses, usageDays } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { listDays, type UsageDay } from "./get-course-usage.ts";

export type UsedCourse = {
  courseId: string;
  title: string;
  language: string;
  openings: number;
  /** How many students opened it, summed over the days: who came on three days counts three times. */
  visits: number;
  /** On how many days it was opened by anybody. */
  days: number;
};

export type SchoolUsage = {
  /** All courses together, the oldest day first. A student who opens two courses on a day counts twice. */
  days: UsageDay[];
  /** Those that were opened, the most used first. */
  courses: UsedCourse[];
};

const COURSES_MAX = 500;

/** How much all courses were opened in the last days of the calendar of `timezone`, today included. */
export async function getSchoolUsage(
  ctx: ReadCtx,
  { days, timezone }: { days: number; timezone: string },
): Promise<SchoolUsage> {
  authorize(ctx, "usage.list", {});
  const all = listDays(ctx.now, timezone, days);
  const since = gte(usageDays.day, all[0] as string);
  const openings = sql<number>`sum(${usageDays.openings})`.mapWith(Number);
  const students = sql<number>`sum(${usageDays.students})`.mapWith(Number);
  const rows = await ctx.read
    .select({ day: usageDays.day, openings, students })
    .from(usageDays)
    .where(since)
    .groupBy(usageDays.day);
  const known = new Map(rows.map((row) => [row.day, row]));
  const used = await ctx.read
    .select({
      ...{ courseId: courses.id, title: courses.title, language: courses.language },
      ...{ openings, visits: students, days: count() },
    })
    .from(usageDays)
    .innerJoin(courses, eq(courses.id, usageDays.courseId))
    .where(since)
    .groupBy(courses.id, courses.title, courses.language)
    .orderBy(desc(openings), asc(courses.id))
    .limit(COURSES_MAX);
  return { days: all.map((day) => known.get(day) ?? { day, openings: 0, students: 0 }), courses: used };
}

import { and, countDistinct, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { MaterialKind } from "#db/enums.ts";
import { enrolments, materials, materialSections, usageDays, usageMaterials, usageStudents } from "#db/schema/index.ts";
import { loadCourse } from "../courses/load-course.ts";
import { IN_COURSE_ORDER, isSectionOfMaterial } from "../courses/material-order.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { selectCohortIds, HAS_PLACE, hasNeverOpened, isUsageOf } from "./list-course-students.ts";

/** How much a course was opened on one day of the school's calendar, such as `2027-03-28`. */
export type UsageDay = { day: string; openings: number; students: number };

export type MaterialUsage = {
  id: string;
  title: string;
  kind: MaterialKind;
  createdAt: Date;
  openings: number;
  /** How many different students have opened it. */
  students: number;
  /** None while nobody has opened it. */
  firstAt: Date | null;
  lastAt: Date | null;
};

export type CourseUsage = {
  /** The last days, the oldest first, today included. */
  days: UsageDay[];
  /** How many students have opened it in the last 7 and 30 times 24 hours. */
  activeIn7Days: number;
  activeIn30Days: number;
  /** How many people have a place: a student in two cohorts counts once. */
  enrolled: number;
  completed: number;
  /** Of those who have a place and may open it. */
  neverOpened: number;
  materials: MaterialUsage[];
};

const MATERIALS_MAX = 500;

/**
 * How a course is used, for the office and who teaches it, from what was counted: single openings are never read. `days` is how
 * many days the chart goes back, in the school's `timezone`.
 */
export async function getCourseUsage(
  ctx: ReadCtx,
  input: { courseId: string; days: number; timezone: string },
): Promise<CourseUsage> {
  const { courseId, days, timezone } = input;
  authorize(ctx, "usage.read", await loadCourse(ctx.read, courseId));
  const active = (within: number) =>
    sql<number>`count(case when ${usageStudents.lastAt} >= ${sql.param(addMs(ctx.now, -within * DAY_MS), usageStudents.lastAt)} then 1 end)`.mapWith(
      Number,
    );
  const [recent] = await ctx.read
    .select({ in7: active(7), in30: active(30) })
    .from(usageStudents)
    .where(and(eq(usageStudents.courseId, courseId), gte(usageStudents.lastAt, addMs(ctx.now, -30 * DAY_MS))));
  const places = await countPlaces(ctx, courseId);
  return {
    days: await listUsageDays(ctx, { courseId, days, timezone }),
    activeIn7Days: recent?.in7 ?? 0,
    activeIn30Days: recent?.in30 ?? 0,
    ...places,
    materials: await listMaterialUsage(ctx, courseId),
  };
}

/** All days on which a course was opened, the newest first, for a file. */
export async function* streamUsageDays(ctx: ReadCtx, courseId: string): AsyncGenerator<UsageDay[]> {
  authorize(ctx, "usage.read", await loadCourse(ctx.read, courseId));
  const { day, openings, students } = usageDays;
  yield ctx.read
    .select({ day, openings, students })
    .from(usageDays)
    .where(eq(usageDays.courseId, courseId))
    .orderBy(desc(day));
}

/** The materials of a course, in their order, for a file. */
export async function* streamMaterialUsage(ctx: ReadCtx, courseId: string): AsyncGenerator<MaterialUsage[]> {
  authorize(ctx, "usage.read", await loadCourse(ctx.read, courseId));
  yield listMaterialUsage(ctx, courseId);
}

/** Found by the course's cohorts, because those have an index of their own places. */
async function countPlaces(ctx: ReadCtx, courseId: string) {
  const { state } = enrolments;
  const countCase = (condition: SQL | undefined) =>
    sql<number>`count(distinct case when ${condition} then ${enrolments.studentId} end)`.mapWith(Number);
  const [counted] = await ctx.read
    .select({
      enrolled: countDistinct(enrolments.studentId),
      completed: countCase(eq(state, "completed")),
      neverOpened: countCase(hasNeverOpened),
    })
    .from(enrolments)
    .leftJoin(usageStudents, isUsageOf(enrolments))
    .where(and(inArray(enrolments.cohortId, selectCohortIds(ctx.read, courseId)), inArray(state, HAS_PLACE)));
  return counted ?? { enrolled: 0, completed: 0, neverOpened: 0 };
}

async function listUsageDays(
  ctx: ReadCtx,
  { courseId, days, timezone }: { courseId: string; days: number; timezone: string },
): Promise<UsageDay[]> {
  const all = listDays(ctx.now, timezone, days);
  const rows = await ctx.read
    .select({ day: usageDays.day, openings: usageDays.openings, students: usageDays.students })
    .from(usageDays)
    .where(
      and(eq(usageDays.courseId, courseId), gte(usageDays.day, all[0] as string), lt(usageDays.day, dayAfter(all))),
    );
  const known = new Map(rows.map((row) => [row.day, row]));
  return all.map((day) => known.get(day) ?? { day, openings: 0, students: 0 });
}

const dayAfter = (days: string[]): string => addDays(days.at(-1) as string, 1);

/** The last days of a calendar, the oldest first, today included. */
export function listDays(now: Date, timezone: string, count: number): string[] {
  const today = formatLocalDay(now, timezone);
  return Array.from({ length: count }, (_, place) => addDays(today, place + 1 - count));
}

async function listMaterialUsage(ctx: ReadCtx, courseId: string): Promise<MaterialUsage[]> {
  const rows = await ctx.read
    .select({
      id: materials.id,
      title: materials.title,
      kind: materials.kind,
      createdAt: materials.createdAt,
      openings: usageMaterials.openings,
      students: usageMaterials.students,
      firstAt: usageMaterials.firstAt,
      lastAt: usageMaterials.lastAt,
    })
    .from(materials)
    .leftJoin(usageMaterials, eq(usageMaterials.materialId, materials.id))
    .leftJoin(materialSections, isSectionOfMaterial)
    .where(eq(materials.courseId, courseId))
    .orderBy(...IN_COURSE_ORDER)
    .limit(MATERIALS_MAX);
  return rows.map((row) => ({ ...row, openings: row.openings ?? 0, students: row.students ?? 0 }));
}

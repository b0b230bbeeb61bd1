import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { usageDays, usageMaterials, usageMaterialStudents, usageStudentDays, usageStudents } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

type Ctx = Pick<StepCtx, "tx">;

/** What was counted of one account before it went over to another, so that it can be given back. */
export type CountedUsage = {
  days: { courseId: string; day: string; openings: number }[];
  materials: { materialId: string; openings: number; firstAt: number; lastAt: number }[];
  courses: { courseId: string; firstAt: number; lastAt: number }[];
};

/**
 * The step that counts two accounts' openings as those of one person: what both opened on a day, or of a material, is from now on one
 * student's. How much was opened altogether does not change. Gives back what the account had, for `splitUsage`.
 */
export async function mergeUsage({ tx }: Ctx, fromId: string, intoId: string): Promise<CountedUsage> {
  const days = await tx.select().from(usageStudentDays).where(eq(usageStudentDays.studentId, fromId));
  const opened = await tx.select().from(usageMaterialStudents).where(eq(usageMaterialStudents.studentId, fromId));
  const visits = await tx.select().from(usageStudents).where(eq(usageStudents.studentId, fromId));
  await tx.delete(usageStudentDays).where(eq(usageStudentDays.studentId, fromId));
  await tx.delete(usageMaterialStudents).where(eq(usageMaterialStudents.studentId, fromId));
  await tx.delete(usageStudents).where(eq(usageStudents.studentId, fromId));
  for (const { courseId, day, openings } of days) {
    const isShared = await addDay({ tx }, { studentId: intoId, courseId, day, openings });
    if (isShared) await changeStudents({ tx }, { courseId, day }, -1);
  }
  for (const row of opened) {
    const isShared = await addMaterial({ tx }, { ...row, studentId: intoId });
    if (isShared) await changeStudents({ tx }, { materialId: row.materialId }, -1);
  }
  for (const { courseId, firstAt, lastAt } of visits) {
    await recountStudent({ tx }, { studentId: intoId, courseId, firstAt, lastAt });
  }
  return {
    days: days.map(({ courseId, day, openings }) => ({ courseId, day, openings })),
    materials: opened.map(({ materialId, openings, firstAt, lastAt }) => ({
      ...{ materialId, openings },
      ...{ firstAt: firstAt.getTime(), lastAt: lastAt.getTime() },
    })),
    courses: visits.map(({ courseId, firstAt, lastAt }) => ({
      courseId,
      ...{ firstAt: firstAt.getTime(), lastAt: lastAt.getTime() },
    })),
  };
}

/**
 * The step that undoes it: what the account had goes back to it, what was counted since stays. When the other one first and last opened
 * something stays as wide as both together were.
 */
export async function splitUsage({ tx }: Ctx, fromId: string, intoId: string, had: CountedUsage): Promise<void> {
  for (const { courseId, day, openings } of had.days) {
    const own = and(
      ...[eq(usageStudentDays.courseId, courseId), eq(usageStudentDays.day, day)],
      eq(usageStudentDays.studentId, intoId),
    );
    const isShared = await takeOff({ tx }, usageStudentDays, own, openings);
    await addDay({ tx }, { studentId: fromId, courseId, day, openings });
    if (isShared) await changeStudents({ tx }, { courseId, day }, 1);
  }
  // What has been taken out of its course since has taken its counts along.
  const there = await tx
    .select({ materialId: usageMaterials.materialId })
    .from(usageMaterials)
    .where(
      inArray(
        usageMaterials.materialId,
        had.materials.map(({ materialId }) => materialId),
      ),
    );
  const isThere = new Set(there.map(({ materialId }) => materialId));
  for (const { materialId, openings, firstAt, lastAt } of had.materials) {
    if (!isThere.has(materialId)) continue;
    const own = and(eq(usageMaterialStudents.materialId, materialId), eq(usageMaterialStudents.studentId, intoId));
    const isShared = await takeOff({ tx }, usageMaterialStudents, own, openings);
    const times = { firstAt: new Date(firstAt), lastAt: new Date(lastAt) };
    await addMaterial({ tx }, { studentId: fromId, materialId, openings, ...times });
    if (isShared) await changeStudents({ tx }, { materialId }, 1);
  }
  for (const { courseId, firstAt, lastAt } of had.courses) {
    const times = { firstAt: new Date(firstAt), lastAt: new Date(lastAt) };
    await recountStudent({ tx }, { studentId: fromId, courseId, ...times });
    await recountStudent({ tx }, { studentId: intoId, courseId, ...times });
  }
}

/** Says whether the student had opened the course on that day already. */
async function addDay({ tx }: Ctx, row: typeof usageStudentDays.$inferInsert): Promise<boolean> {
  const t = usageStudentDays;
  const own = and(eq(t.studentId, row.studentId), eq(t.courseId, row.courseId), eq(t.day, row.day));
  const changed = await tx
    .update(t)
    .set({ openings: sql`${t.openings} + ${row.openings}` })
    .where(own)
    .returning({ day: t.day });
  if (changed.length === 0) await tx.insert(t).values(row);
  return changed.length > 0;
}

async function addMaterial({ tx }: Ctx, row: typeof usageMaterialStudents.$inferInsert): Promise<boolean> {
  const t = usageMaterialStudents;
  const own = and(eq(t.studentId, row.studentId), eq(t.materialId, row.materialId));
  const [present] = await tx.select().from(t).where(own);
  if (!present) {
    await tx.insert(t).values(row);
    return false;
  }
  const widened = { firstAt: earlier(present.firstAt, row.firstAt), lastAt: later(present.lastAt, row.lastAt) };
  await tx
    .update(t)
    .set({ openings: present.openings + row.openings, ...widened })
    .where(own);
  return true;
}

/** Says whether anything is left of what a student had there. */
async function takeOff(
  { tx }: Ctx,
  table: typeof usageStudentDays | typeof usageMaterialStudents,
  own: ReturnType<typeof and>,
  openings: number,
): Promise<boolean> {
  const openingsColumn: AnySQLiteColumn = table.openings;
  const [present] = await tx.select({ openings: table.openings }).from(table).where(own);
  if (!present) return false;
  if (present.openings <= openings) {
    await tx.delete(table).where(own);
    return false;
  }
  await tx
    .update(table)
    .set({ openings: sql`${openingsColumn} - ${openings}` })
    .where(own);
  return true;
}

async function changeStudents(
  { tx }: Ctx,
  of: { courseId: string; day: string } | { materialId: string },
  by: 1 | -1,
): Promise<void> {
  if ("materialId" in of) {
    const students = sql`${usageMaterials.students} + ${by}`;
    await tx.update(usageMaterials).set({ students }).where(eq(usageMaterials.materialId, of.materialId));
    return;
  }
  const students = sql`${usageDays.students} + ${by}`;
  const own = and(eq(usageDays.courseId, of.courseId), eq(usageDays.day, of.day));
  await tx.update(usageDays).set({ students }).where(own);
}

/** A student's use of a course is that of their days in it. */
async function recountStudent(
  { tx }: Ctx,
  { studentId, courseId, ...times }: { studentId: string; courseId: string; firstAt: Date; lastAt: Date },
): Promise<void> {
  const t = usageStudents;
  const [sum] = await tx
    .select({ days: count(), openings: sql<number>`sum(${usageStudentDays.openings})`.mapWith(Number) })
    .from(usageStudentDays)
    .where(and(eq(usageStudentDays.studentId, studentId), eq(usageStudentDays.courseId, courseId)));
  const own = and(eq(t.studentId, studentId), eq(t.courseId, courseId));
  const [present] = await tx.select().from(t).where(own);
  await tx.delete(t).where(own);
  if (!sum || sum.days === 0) return;
  const firstAt = present ? earlier(present.firstAt, times.firstAt) : times.firstAt;
  const lastAt = present ? later(present.lastAt, times.lastAt) : times.lastAt;
  await tx.insert(t).values({ studentId, courseId, days: sum.days, openings: sum.openings, firstAt, lastAt });
}

const earlier = (one: Date, other: Date) => (one < other ? one : other);
const later = (one: Date, other: Date) => (one > other ? one : other);

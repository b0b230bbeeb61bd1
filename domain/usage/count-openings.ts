import { and, asc, inArray, isNull, type SQL, sql } from "drizzle-orm";
import {
  accessEvents,
  usageDays,
  usageMaterials,
  usageMaterialStudents,
  usageStudentDays,
  usageStudents,
} from "#db/schema/index.ts";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Reader, Tx } from "#db/types.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";

/** How much one write counts, so that it holds the writer for a moment only. */
export const COUNT_OPENINGS_MAX = 300;

type Opening = { id: string; studentId: string; courseId: string; materialId: string | null; at: Date; day: string };

/** Whether anything was opened and not counted yet: one look into an index that is empty when all is counted. */
export async function hasUncountedOpening(read: Reader): Promise<boolean> {
  const { id, day } = accessEvents;
  return (await read.select({ id }).from(accessEvents).where(isNull(day)).limit(1)).length > 0;
}

/**
 * Counts up some of what students opened, the oldest first, under the days of the school's calendar, and says how many were
 * counted. An opening is marked with its day in the same write, so it is counted once however often this is interrupted, and a
 * later change of the school's time zone moves nothing that was counted.
 */
export async function countOpenings(ctx: WriteCtx): Promise<number> {
  authorize(ctx, "maintenance.count_usage", {});
  const { timezone } = await getSchoolSettings(ctx.tx);
  const rows = await ctx.tx
    .select()
    .from(accessEvents)
    .where(isNull(accessEvents.day))
    .orderBy(asc(accessEvents.at), asc(accessEvents.id))
    .limit(COUNT_OPENINGS_MAX);
  if (rows.length === 0) return 0;
  const openings = rows.map((row) => ({ ...row, day: formatLocalDay(row.at, timezone) }));
  await markCounted(ctx.tx, openings);
  const newDays = await countStudentDays(ctx.tx, openings);
  await countDays(ctx.tx, openings, newDays);
  await countStudents(ctx.tx, openings, newDays);
  await countMaterials(ctx.tx, openings);
  const after = { openings: rows.length };
  await audit(ctx, "maintenance.count_usage", { type: "maintenance", id: "usage" }, { after });
  return rows.length;
}

async function markCounted(tx: Tx, openings: readonly Opening[]): Promise<void> {
  for (const [day, own] of groupBy(openings, (opening) => opening.day)) {
    const ids = own.map(({ id }) => id);
    await tx
      .update(accessEvents)
      .set({ day })
      .where(and(inArray(accessEvents.id, ids), isNull(accessEvents.day)));
  }
}

type StudentDay = Pick<Opening, "studentId" | "courseId" | "day">;

/** Gives back on which days students opened a course for the first time that day. */
async function countStudentDays(tx: Tx, openings: readonly Opening[]): Promise<StudentDay[]> {
  const t = usageStudentDays;
  const rows = [...groupBy(openings, keyOfDay).values()].map((own) => ({
    studentId: own[0].studentId,
    courseId: own[0].courseId,
    day: own[0].day,
    openings: own.length,
  }));
  const known = await tx
    .select({ studentId: t.studentId, courseId: t.courseId, day: t.day })
    .from(t)
    .where(
      isOneOf(
        [t.studentId, t.courseId, t.day],
        rows.map((row) => [row.studentId, row.courseId, row.day]),
      ),
    );
  await tx
    .insert(t)
    .values(rows)
    .onConflictDoUpdate({ target: [t.studentId, t.courseId, t.day], set: { openings: plus(t.openings) } });
  const before = new Set(known.map(keyOfDay));
  return rows.filter((row) => !before.has(keyOfDay(row)));
}

async function countDays(tx: Tx, openings: readonly Opening[], newDays: readonly StudentDay[]): Promise<void> {
  const t = usageDays;
  const key = (row: StudentDay) => `${row.courseId} ${row.day}`;
  const students = groupBy(newDays, key);
  const rows = [...groupBy(openings, key)].map(([name, own]) => ({
    courseId: own[0].courseId,
    day: own[0].day,
    openings: own.length,
    students: students.get(name)?.length ?? 0,
  }));
  await tx
    .insert(t)
    .values(rows)
    .onConflictDoUpdate({
      target: [t.courseId, t.day],
      set: { openings: plus(t.openings), students: plus(t.students) },
    });
}

async function countStudents(tx: Tx, openings: readonly Opening[], newDays: readonly StudentDay[]): Promise<void> {
  const t = usageStudents;
  const key = (row: StudentDay) => `${row.courseId} ${row.studentId}`;
  const days = groupBy(newDays, key);
  const rows = [...groupBy(openings, key)].map(([name, own]) => ({
    courseId: own[0].courseId,
    studentId: own[0].studentId,
    openings: own.length,
    days: days.get(name)?.length ?? 0,
    ...firstAndLast(own),
  }));
  await tx
    .insert(t)
    .values(rows)
    .onConflictDoUpdate({
      target: [t.courseId, t.studentId],
      set: { openings: plus(t.openings), days: plus(t.days), ...widen(t) },
    });
}

async function countMaterials(tx: Tx, openings: readonly Opening[]): Promise<void> {
  const opened = openings.flatMap(({ materialId, ...rest }) => (materialId ? [{ ...rest, materialId }] : []));
  if (opened.length === 0) return;
  const t = usageMaterialStudents;
  const key = (row: { studentId: string; materialId: string }) => `${row.studentId} ${row.materialId}`;
  const rows = [...groupBy(opened, key).values()].map((own) => ({
    studentId: own[0].studentId,
    materialId: own[0].materialId,
    openings: own.length,
    ...firstAndLast(own),
  }));
  const known = await tx
    .select({ studentId: t.studentId, materialId: t.materialId })
    .from(t)
    .where(
      isOneOf(
        [t.studentId, t.materialId],
        rows.map((row) => [row.studentId, row.materialId]),
      ),
    );
  await tx
    .insert(t)
    .values(rows)
    .onConflictDoUpdate({
      target: [t.studentId, t.materialId],
      set: { openings: plus(t.openings), ...widen(t) },
    });
  const before = new Set(known.map(key));
  const m = usageMaterials;
  const totals = [...groupBy(opened, ({ materialId }) => materialId)].map(([materialId, own]) => ({
    materialId,
    openings: own.length,
    students: rows.filter((row) => row.materialId === materialId && !before.has(key(row))).length,
    ...firstAndLast(own),
  }));
  await tx
    .insert(m)
    .values(totals)
    .onConflictDoUpdate({
      target: m.materialId,
      set: { openings: plus(m.openings), students: plus(m.students), ...widen(m) },
    });
}

const keyOfDay = (row: StudentDay) => `${row.studentId} ${row.courseId} ${row.day}`;

function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, [Row, ...Row[]]> {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** The openings of a group are in order. */
const firstAndLast = (own: readonly [{ at: Date }, ...{ at: Date }[]]) => ({
  firstAt: own[0].at,
  lastAt: (own.at(-1) ?? own[0]).at,
});

/** SQL: what a row has, and what was to be inserted beside it. */
const plus = (column: AnySQLiteColumn): SQL => sql`${column} + ${excluded(column)}`;

/** SQL: the first and the last time of a row, of which an opening that was recorded late may move either. */
const widen = (t: { firstAt: AnySQLiteColumn; lastAt: AnySQLiteColumn }) => ({
  firstAt: sql`case when ${excluded(t.firstAt)} < ${t.firstAt} then ${excluded(t.firstAt)} else ${t.firstAt} end`,
  lastAt: sql`case when ${excluded(t.lastAt)} > ${t.lastAt} then ${excluded(t.lastAt)} else ${t.lastAt} end`,
});

/** As it is called in the database: the schema has it in camel case. */
const excluded = (column: AnySQLiteColumn): SQL =>
  sql.raw(`excluded.${column.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);

/** SQL: the columns together are one of these rows of values. */
function isOneOf(columns: readonly AnySQLiteColumn[], rows: readonly (readonly string[])[]): SQL {
  const list = rows.map(
    (row) =>
      sql`(${sql.join(
        row.map((value) => sql`${value}`),
        sql`, `,
      )})`,
  );
  return sql`(${sql.join([...columns], sql`, `)}) in (values ${sql.join(list, sql`, `)})`;
}

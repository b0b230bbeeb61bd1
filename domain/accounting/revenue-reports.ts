import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { accountingTotals, courses, courseStaff, users } from "#db/schema/index.ts";
import type { Account } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { readDetail } from "./chart.ts";
import type { Months, ReportRow } from "./report-rows.ts";

const REVENUE: readonly Account[] = ["revenue", "refunds", "disputes"];

type Part = { period: string; detail: string; currency: string; account: Account; minor: number };

/** What was earned and what went back, without tax, in minor units with income positive; by month, and by course and rate of tax. */
async function listParts(ctx: ReadCtx, { from, to }: Months): Promise<Part[]> {
  const { period, account, detail, currency, debitMinor, creditMinor } = accountingTotals;
  return ctx.read
    .select({ period, account, detail, currency, minor: sql<number>`${creditMinor} - ${debitMinor}`.mapWith(Number) })
    .from(accountingTotals)
    .where(and(inArray(account, [...REVENUE]), gte(period, from), lte(period, to)))
    .orderBy(asc(period), asc(detail));
}

/** The three columns of these reports: earned, gone back, what is left. */
const toAmounts = (parts: readonly Pick<Part, "account" | "minor">[]): number[] => {
  const sumOf = (isOf: (account: Account) => boolean) =>
    parts.filter(({ account }) => isOf(account)).reduce((sum, { minor }) => sum + minor, 0);
  const [earned, back] = [sumOf((account) => account === "revenue"), sumOf((account) => account !== "revenue")];
  return [earned, back, earned + back];
};

function group(
  parts: readonly Part[],
  keyOf: (part: Part) => string,
): { key: string; currency: string; amounts: number[] }[] {
  const grouped = Map.groupBy(parts, (part) => JSON.stringify([keyOf(part), part.currency]));
  return [...grouped].map(([id, own]) => {
    const [key, currency] = JSON.parse(id) as [string, string];
    return { key, currency, amounts: toAmounts(own) };
  });
}

const courseOf = ({ detail }: Pick<Part, "detail">) => readDetail(detail)?.courseId ?? "";

/** Revenue without tax by course. What was entered by hand belongs to none. */
export async function getRevenueByCourse(ctx: ReadCtx, months: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const rows = group(await listParts(ctx, months), courseOf);
  const titles = await ctx.read.select({ id: courses.id, title: courses.title }).from(courses);
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
  return rows
    .map(({ key, currency, amounts }) => ({
      ...{ key: `${key} ${currency}`, label: titleOf.get(key) ?? "", currency, amounts },
      shows: { account: "revenue", ...months, ...(key ? { detail: key } : {}) },
    }))
    .sort((a, b) => a.label.localeCompare(b.label) || (a.key < b.key ? -1 : 1));
}

/** Revenue without tax by month. */
export async function getRevenueByMonth(ctx: ReadCtx, months: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  return group(await listParts(ctx, months), ({ period }) => period).map(({ key, currency, amounts }) => ({
    ...{ key: `${key} ${currency}`, label: key, currency, amounts },
    shows: { account: "revenue", from: key, to: key },
  }));
}

/**
 * Revenue without tax by teacher: that of each course in equal parts to those who teach it now, to the last unit; what nobody teaches has a
 * line of its own.
 */
export async function getRevenueByTeacher(ctx: ReadCtx, months: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const parts = await listParts(ctx, months);
  const taught = await ctx.read
    .select({ courseId: courseStaff.courseId, id: users.id, name: users.name })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .orderBy(asc(users.id));
  const teachersOf = Map.groupBy(taught, ({ courseId }) => courseId);
  const nameOf = new Map(taught.map(({ id, name }) => [id, name]));
  const shared = parts.flatMap((part): (Part & { teacher: string })[] => {
    const teachers = teachersOf.get(courseOf(part)) ?? [];
    if (teachers.length === 0) return [{ ...part, teacher: "" }];
    return splitEqually(part.minor, teachers.length).map((minor, n) => ({
      ...part,
      minor,
      teacher: teachers[n]?.id ?? "",
    }));
  });
  return group(shared, (part) => (part as Part & { teacher: string }).teacher)
    .map(({ key, currency, amounts }) => ({
      key: `${key} ${currency}`,
      label: nameOf.get(key) ?? "",
      currency,
      amounts,
    }))
    .sort((a, b) => a.label.localeCompare(b.label) || (a.key < b.key ? -1 : 1));
}

/** Parts that differ by one unit at most and add up to the whole. */
function splitEqually(minor: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, n) => Math.floor((minor * (n + 1)) / count) - Math.floor((minor * n) / count),
  );
}

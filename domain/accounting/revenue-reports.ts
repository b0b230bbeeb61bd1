import { and, asc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { accountingTotals, courses, courseStaff, users } from "#db/schema/index.ts";
import type { Account } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { NO_DETAIL, readDetail } from "./chart.ts";
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

/** The columns of these reports: earned, refunded, disputed, what is left. Each has its lines on these accounts. */
const COLUMN_ACCOUNTS = ["revenue", "refunds", "disputes", "net_revenue"] as const;

const toAmounts = (parts: readonly Pick<Part, "account" | "minor">[]): number[] => {
  const sums = REVENUE.map((account) =>
    parts.filter((part) => part.account === account).reduce((sum, { minor }) => sum + minor, 0),
  );
  return [...sums, sums.reduce((sum, minor) => sum + minor, 0)];
};

function group<P extends Part>(
  parts: readonly P[],
  keyOf: (part: P) => string,
): { key: string; currency: string; amounts: number[] }[] {
  const grouped = Map.groupBy(parts, (part) => JSON.stringify([keyOf(part), part.currency]));
  return [...grouped].map(([id, own]) => {
    const [key, currency] = JSON.parse(id) as [string, string];
    return { key, currency, amounts: toAmounts(own) };
  });
}

const courseOf = ({ detail }: Pick<Part, "detail">) => readDetail(detail)?.courseId ?? "";

/** Where the figures of a row are: the lines of each account, of some months and perhaps of one course. */
const toShows = (narrowed: Months & { detail?: string }) => ({
  shows: { account: "net_revenue", ...narrowed },
  columnShows: COLUMN_ACCOUNTS.map((account) => ({ account, ...narrowed })),
});

const byLabel = (a: ReportRow, b: ReportRow) => a.label.localeCompare(b.label) || (a.key < b.key ? -1 : 1);

/**
 * Revenue without tax by course; with `teacher` (an account's id, or `NO_DETAIL` for nobody) the share of it that `getRevenueByTeacher` gives them.
 * What was entered by hand belongs to no course, and one that was deleted is shown by its id.
 */
export async function getRevenueByCourse(
  ctx: ReadCtx,
  { teacher, ...months }: Months & { teacher?: string | undefined },
): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const all = await listParts(ctx, months);
  const parts =
    teacher === undefined
      ? all
      : share(all, await listTaught(ctx)).filter((part) => part.teacher === (teacher === NO_DETAIL ? "" : teacher));
  const titles = await ctx.read.select({ id: courses.id, title: courses.title }).from(courses);
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
  return group(parts, courseOf)
    .map(({ key, currency, amounts }) => ({
      ...{ key: `${key} ${currency}`, label: titleOf.get(key) ?? key, currency, amounts },
      ...toShows({ ...months, detail: key || NO_DETAIL }),
    }))
    .sort(byLabel);
}

/** Revenue without tax by month. */
export async function getRevenueByMonth(ctx: ReadCtx, months: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  return group(await listParts(ctx, months), ({ period }) => period).map(({ key, currency, amounts }) => ({
    ...{ key: `${key} ${currency}`, label: key, currency, amounts },
    ...toShows({ from: key, to: key }),
  }));
}

/**
 * Revenue without tax by teacher: that of each course in equal parts to those who teach it now, to the last unit; what nobody teaches has a
 * line of its own. Each figure leads to the courses that it is made of.
 */
export async function getRevenueByTeacher(ctx: ReadCtx, months: Months): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const parts = await listParts(ctx, months);
  const taught = await listTaught(ctx);
  const nameOf = new Map(taught.map(({ id, name }) => [id, name]));
  return group(share(parts, taught), ({ teacher }) => teacher)
    .map(({ key, currency, amounts }) => {
      const shows = { report: "revenue-by-course", ...months, teacher: key || NO_DETAIL };
      const label = nameOf.get(key) ?? "";
      return { key: `${key} ${currency}`, label, currency, amounts, shows, columnShows: amounts.map(() => shows) };
    })
    .sort(byLabel);
}

type Taught = { courseId: string; id: string; name: string };

/** Who teaches which course now. */
const listTaught = (ctx: ReadCtx): Promise<Taught[]> =>
  ctx.read
    .select({ courseId: courseStaff.courseId, id: users.id, name: users.name })
    .from(courseStaff)
    .innerJoin(users, eq(users.id, courseStaff.userId))
    .orderBy(asc(users.id));

/** Each part in equal shares to those who teach its course; to nobody (empty) where none does. */
function share(parts: readonly Part[], taught: readonly Taught[]): (Part & { teacher: string })[] {
  const teachersOf = Map.groupBy(taught, ({ courseId }) => courseId);
  return parts.flatMap((part) => {
    const teachers = teachersOf.get(courseOf(part)) ?? [];
    if (teachers.length === 0) return [{ ...part, teacher: "" }];
    return splitEqually(part.minor, teachers.length).map((minor, n) => ({
      ...part,
      minor,
      teacher: teachers[n]?.id ?? "",
    }));
  });
}

/** Parts that differ by one unit at most and add up to the whole. */
function splitEqually(minor: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, n) => Math.floor((minor * (n + 1)) / count) - Math.floor((minor * n) / count),
  );
}

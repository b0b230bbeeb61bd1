import { asc, eq, sql } from "drizzle-orm";
import { courses, deferredRevenue } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { ReportRow } from "./report-rows.ts";

/** What is to be earned with time, by course: what came in, what of it is earned, what is left. As of now. */
export async function getDeferredRevenue(ctx: ReadCtx): Promise<ReportRow[]> {
  authorize(ctx, "accounting.read", {});
  const { courseId, currency, deferredMinor, earnedMinor } = deferredRevenue;
  const rows = await ctx.read
    .select({
      ...{ courseId, currency, title: courses.title },
      deferred: sql<number>`sum(${deferredMinor})`.mapWith(Number),
      earned: sql<number>`sum(${earnedMinor})`.mapWith(Number),
    })
    .from(deferredRevenue)
    .innerJoin(courses, eq(courses.id, courseId))
    .groupBy(courseId, currency, courses.title)
    .orderBy(asc(courses.title), asc(courseId));
  return rows.map((row) => ({
    key: `${row.courseId} ${row.currency}`,
    label: row.title,
    currency: row.currency,
    amounts: [row.deferred, row.earned, row.deferred - row.earned],
    shows: { account: "deferred_revenue", detail: row.courseId },
    columnShows: [undefined, undefined, { account: "deferred_revenue", detail: row.courseId }],
  }));
}

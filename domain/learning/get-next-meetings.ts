import { and, asc, eq, gt, inArray, min } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";

export type NextMeeting = {
  cohortId: string;
  title: string;
  startsAt: Date;
  endsAt: Date;
  place: string;
  link: string;
};

/** The meeting of each cohort that is under way or comes next. A cohort that is over has none. */
export async function getNextMeetings(ctx: ReadCtx, cohortIds: readonly string[]): Promise<Map<string, NextMeeting>> {
  const next = new Map<string, NextMeeting>();
  if (cohortIds.length === 0) return next;
  const first = ctx.read
    .select({ cohortId: meetings.cohortId, startsAt: min(meetings.startsAt).as("first_starts_at") })
    .from(meetings)
    .where(and(inArray(meetings.cohortId, [...cohortIds]), gt(meetings.endsAt, ctx.now)))
    .groupBy(meetings.cohortId)
    .as("first");
  const rows = await ctx.read
    .select({
      cohortId: meetings.cohortId,
      title: meetings.title,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: meetings.place,
      link: meetings.link,
    })
    .from(meetings)
    .innerJoin(first, and(eq(first.cohortId, meetings.cohortId), eq(first.startsAt, meetings.startsAt)))
    .where(gt(meetings.endsAt, ctx.now))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  for (const row of rows) if (!next.has(row.cohortId)) next.set(row.cohortId, row);
  return next;
}

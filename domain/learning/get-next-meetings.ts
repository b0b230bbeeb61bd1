import { and, asc, eq, gt, inArray, min } from "drizzle-orm";
import { cohorts, courses, meetings } from "#db/schema/index.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";

export type NextMeeting = {
  cohortId: string;
  title: string;
  titleLanguage: string;
  startsAt: Date;
  endsAt: Date;
  place: string;
  placeLanguage: string;
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
      title: selectText(meetings.title, ctx.language),
      titleLanguage: selectTextLanguage(meetings.title, ctx.language),
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: selectText(meetings.place, ctx.language),
      placeLanguage: selectTextLanguage(meetings.place, ctx.language),
      link: meetings.link,
    })
    .from(meetings)
    .innerJoin(first, and(eq(first.cohortId, meetings.cohortId), eq(first.startsAt, meetings.startsAt)))
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(gt(meetings.endsAt, ctx.now))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  for (const row of rows) if (!next.has(row.cohortId)) next.set(row.cohortId, row);
  return next;
}

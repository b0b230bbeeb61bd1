import { and, eq, inArray, sql } from "drizzle-orm";
import { enrolments, meetingChanges, type meetings } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";

type Meeting = typeof meetings.$inferSelect;

/** What a meeting was; times in milliseconds. */
export type MeetingBefore = { title: string; place: string; link: string; startsAt: number; endsAt: number };

/** Whose meetings these are: who has completed a course by its rule may have meetings still to come. */
export const ATTENDING = ["active", "completed"] as const;

/** SQLite takes at most 32,766 parameters in a statement. */
const ROWS_AT_ONCE = 400;

/**
 * The step that every change of a timetable shares: notes what its students are to be told, and nothing where nobody has a place, for
 * meetings that are over, or when only words were changed. A meeting that is changed again before anybody was told keeps what it was.
 */
export async function recordMeetingChanges(
  ctx: StepCtx,
  cohortId: string,
  change: { before: readonly Meeting[]; after: readonly Meeting[] },
): Promise<void> {
  const rows = listChanges(change, ctx.now);
  if (rows.length === 0 || !(await hasStudents(ctx, cohortId))) return;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await ctx.tx
      .insert(meetingChanges)
      .values(
        rows
          .slice(from, from + ROWS_AT_ONCE)
          .map((row) => ({ ...row, id: createId("meetingChange"), cohortId, changedAt: ctx.now })),
      )
      .onConflictDoUpdate({
        target: meetingChanges.meetingId,
        targetWhere: sql`notified_at is null`,
        set: { changedAt: ctx.now },
      });
  }
}

type Change = { meetingId: string; before: MeetingBefore | null };

/** Of meetings as they were and as they are, what somebody would come at the wrong hour for, or to the wrong place. */
function listChanges(change: { before: readonly Meeting[]; after: readonly Meeting[] }, now: Date): Change[] {
  const was = new Map(change.before.map((meeting) => [meeting.id, meeting]));
  const is = new Map(change.after.map((meeting) => [meeting.id, meeting]));
  const ids = new Set([...was.keys(), ...is.keys()]);
  return [...ids].flatMap((meetingId) => {
    const [before, after] = [was.get(meetingId), is.get(meetingId)];
    const isToCome = [before, after].some((each) => each && each.endsAt > now);
    if (!isToCome || (before && after && isSameToCome(before, after))) return [];
    return { meetingId, before: before ? toBefore(before) : null };
  });
}

/** Whether who has this meeting in mind comes at the right hour to the right place. */
export function isSameToCome(one: MeetingTimes, other: MeetingTimes): boolean {
  return (
    Number(one.startsAt) === Number(other.startsAt) &&
    Number(one.endsAt) === Number(other.endsAt) &&
    one.place === other.place &&
    one.link === other.link
  );
}

type MeetingTimes = { startsAt: Date | number; endsAt: Date | number; place: string; link: string };

function toBefore({ title, place, link, startsAt, endsAt }: Meeting): MeetingBefore {
  return { title, place, link, startsAt: startsAt.getTime(), endsAt: endsAt.getTime() };
}

async function hasStudents(ctx: StepCtx, cohortId: string): Promise<boolean> {
  const [found] = await ctx.tx
    .select({ is: sql`1` })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.state, [...ATTENDING])))
    .limit(1);
  return found !== undefined;
}

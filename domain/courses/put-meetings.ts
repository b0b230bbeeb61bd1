import { eq, inArray } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { newId } from "../kernel/ids.ts";
import type { MeetingFields } from "./schemas.ts";

export type Meeting = typeof meetings.$inferSelect;
export type MeetingsChange = { all: Meeting[]; gone: Meeting[]; added: Meeting[] };

/** SQLite takes at most 32,766 parameters in a statement; a meeting has eight. */
const ROWS_AT_ONCE = 400;

/**
 * Makes these the meetings of a cohort, and says what changed. One that is already there as written keeps its id, so that
 * calendars which have it do not see it go and come.
 */
export async function putMeetings(ctx: StepCtx, cohortId: string, wanted: MeetingFields[]): Promise<MeetingsChange> {
  const present = await ctx.tx.select().from(meetings).where(eq(meetings.cohortId, cohortId));
  const left = new Map(present.map((meeting) => [sameness(meeting), meeting]));
  const added: Meeting[] = [];
  const all = wanted.map((fields) => {
    const key = sameness(fields);
    const kept = left.get(key);
    left.delete(key);
    if (kept) return kept;
    const meeting: Meeting = { ...fields, id: newId("meeting"), cohortId };
    added.push(meeting);
    return meeting;
  });
  const keptIds = new Set(all.map(({ id }) => id));
  const gone = present.filter(({ id }) => !keptIds.has(id));
  if (gone.length > 0) {
    await ctx.tx.delete(meetings).where(
      inArray(
        meetings.id,
        gone.map(({ id }) => id),
      ),
    );
  }
  for (let from = 0; from < added.length; from += ROWS_AT_ONCE) {
    await ctx.tx.insert(meetings).values(added.slice(from, from + ROWS_AT_ONCE));
  }
  return { all, gone, added };
}

function sameness({ title, note, startsAt, endsAt, place, link }: MeetingFields): string {
  return JSON.stringify([title, note, startsAt.getTime(), endsAt.getTime(), place, link]);
}

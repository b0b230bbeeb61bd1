import { and, eq, inArray } from "drizzle-orm";
import { meetings } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { recordMeetingChanges } from "./record-meeting-changes.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { cancelMeetings } from "./cancel-meetings.ts";
import type { MeetingFields } from "./inputs.ts";
import { isMeetingUsed } from "./is-meeting-used.ts";
import { MEETING_TEXTS } from "./course-texts.ts";

export type Meeting = typeof meetings.$inferSelect;
/** A meeting that was changed is among `gone` as it was and among `added` as it is. */
export type MeetingsChange = { all: Meeting[]; gone: Meeting[]; added: Meeting[] };

/** SQLite takes at most 32,766 parameters in a statement; a meeting has ten. */
const ROWS_AT_ONCE = 400;

/**
 * Makes these the meetings of a cohort, and says what changed. One that is already there as written keeps its id, and so does one
 * that was only moved or only renamed: calendars that have it move it too. Others are new, or gone and cancelled. Refuses when one
 * for which attendance was recorded would be gone or another day.
 */
export async function syncMeetings(ctx: StepCtx, cohortId: string, wanted: MeetingFields[]): Promise<MeetingsChange> {
  const { present, pairs, lost } = await comparePresent(ctx.tx, cohortId, wanted);
  if (lost.length > 0) throw new Refusal("meeting_in_use");
  const change: MeetingsChange = { all: [], gone: [], added: [] };
  const fresh: Meeting[] = [];
  for (const [place, fields] of wanted.entries()) {
    const before = pairs.get(place);
    if (before && sameness(before) === sameness(fields)) {
      change.all.push(before);
      continue;
    }
    const meeting = before
      ? { ...before, ...fields, ...keepTranslations(before, fields), ...countChange(ctx, before, fields) }
      : { ...fields, ...asMade, id: createId("meeting"), cohortId };
    change.all.push(meeting);
    change.added.push(meeting);
    if (!before) fresh.push(meeting);
    else {
      change.gone.push(before);
      await ctx.tx.update(meetings).set(meeting).where(eq(meetings.id, meeting.id));
    }
  }
  const kept = new Set([...pairs.values()].map(({ id }) => id));
  const removed = present.filter(({ id }) => !kept.has(id));
  change.gone.push(...removed);
  await remove(ctx, removed);
  for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE) {
    await ctx.tx.insert(meetings).values(fresh.slice(from, from + ROWS_AT_ONCE));
  }
  await recordMeetingChanges(ctx, cohortId, { before: change.gone, after: change.added });
  return change;
}

/** What a meeting is made with, whatever is written of it. */
export const asMade = { translations: null, sequence: 0, changedAt: null, remindedHours: null };

/** Calendars take the entry with the higher number; students are reminded anew of one that begins at another time. */
export function countChange(ctx: StepCtx, before: Meeting, { startsAt }: { startsAt: Date }) {
  const isMoved = startsAt.getTime() !== before.startsAt.getTime();
  return {
    sequence: before.sequence + 1,
    changedAt: ctx.now,
    remindedHours: isMoved ? null : before.remindedHours,
  };
}

/** Whether this timetable would take out, or give another day to, a meeting for which attendance was recorded. */
export async function hasLostMeetings(tx: Tx, cohortId: string, wanted: MeetingFields[]): Promise<boolean> {
  return (await comparePresent(tx, cohortId, wanted)).lost.length > 0;
}

async function comparePresent(tx: Tx, cohortId: string, wanted: MeetingFields[]) {
  const present = await tx.select().from(meetings).where(eq(meetings.cohortId, cohortId));
  const used = await tx
    .select({ id: meetings.id })
    .from(meetings)
    .where(and(eq(meetings.cohortId, cohortId), isMeetingUsed(tx)));
  const usedIds = new Set(used.map(({ id }) => id));
  const pairs = pairUp(present, wanted, usedIds);
  const kept = new Set([...pairs.values()].map(({ id }) => id));
  return { present, pairs, lost: used.filter(({ id }) => !kept.has(id)) };
}

/** A timetable says every text anew: what a text that it changed was called in other languages says something else. */
function keepTranslations(before: Meeting, fields: MeetingFields): Pick<Meeting, "translations"> {
  const changed = MEETING_TEXTS.filter((field) => before[field] !== fields[field]);
  const kept = Object.entries(before.translations ?? {}).flatMap(([language, texts]) => {
    const left = Object.entries(texts).filter(([field]) => !changed.some((each) => each === field));
    return left.length > 0 ? [[language, Object.fromEntries(left)] as const] : [];
  });
  return { translations: kept.length > 0 ? Object.fromEntries(kept) : null };
}

async function remove(ctx: StepCtx, removed: Meeting[]): Promise<void> {
  if (removed.length === 0) return;
  const ids = removed.map(({ id }) => id);
  await ctx.tx.delete(meetings).where(inArray(meetings.id, ids));
  await cancelMeetings(ctx, removed);
}

/**
 * Which of the meetings that are there each wanted one is, by its place in the list: the same, moved, or renamed. One that has taken
 * place, as its attendance shows, was not moved: what looks like it is the same lesson of another week.
 */
function pairUp(present: Meeting[], wanted: MeetingFields[], usedIds: Set<string>): Map<number, Meeting> {
  const pairs = new Map<number, Meeting>();
  let left = [...present].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  for (const likeness of [sameness, textOf, hoursOf]) {
    const waiting = new Map<string, Meeting[]>();
    const movable = likeness === textOf ? left.filter(({ id }) => !usedIds.has(id)) : left;
    for (const meeting of movable) waiting.set(likeness(meeting), [...(waiting.get(likeness(meeting)) ?? []), meeting]);
    for (const [place, fields] of wanted.entries()) {
      const found = pairs.has(place) ? undefined : waiting.get(likeness(fields))?.shift();
      if (found) pairs.set(place, found);
    }
    const taken = new Set(pairs.values());
    left = left.filter((meeting) => !taken.has(meeting));
  }
  return pairs;
}

const sameness = (meeting: MeetingFields) => `${textOf(meeting)} ${hoursOf(meeting)}`;
const textOf = ({ title, note, place, link }: MeetingFields) => JSON.stringify([title, note, place, link]);
const hoursOf = ({ startsAt, endsAt }: MeetingFields) => `${startsAt.getTime()} ${endsAt.getTime()}`;

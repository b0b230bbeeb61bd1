import { eq, inArray } from "drizzle-orm";
import { cohorts, courses, meetings, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { isSameToCome, type MeetingBefore } from "../courses/record-meeting-changes.ts";
import { selectText } from "../courses/course-texts.ts";
import type { MailPayloads } from "./kinds.ts";

export type MeetingHours = { startsAt: Date; endsAt: Date; place: string; link: string };

/** A meeting that was added has no `before`, and one that was cancelled no `now`. */
export type MeetingChange = { title: string; before: MeetingHours | null; now: MeetingHours | null };

/** What a mail says of a timetable that was changed. */
export type TimetableFacts = {
  name: string;
  courseTitle: string;
  courseSlug: string;
  cohortId: string;
  cohortName: string;
  timezone: string;
  changes: MeetingChange[];
};

/** Undefined when everything is as it was by now, or when the cohort was cancelled. */
export async function getTimetableFacts(
  read: Reader,
  { cohortId, userId, changes }: MailPayloads["meetings_changed"],
  language: string,
): Promise<TimetableFacts | undefined> {
  const [row] = await read
    .select({
      name: users.name,
      courseTitle: selectText(courses.title, language),
      courseSlug: courses.slug,
      cohortId: cohorts.id,
      cohortName: selectText(cohorts.name, language),
      timezone: cohorts.timezone,
      state: cohorts.state,
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .innerJoin(users, eq(users.id, userId))
    .where(eq(cohorts.id, cohortId));
  if (!row || row.state === "cancelled") return undefined;
  const ids = changes.map(({ meetingId }) => meetingId);
  const present = await read
    .select({
      id: meetings.id,
      title: selectText(meetings.title, language),
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: selectText(meetings.place, language),
      link: meetings.link,
      sourcePlace: meetings.place,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .where(inArray(meetings.id, ids));
  const byId = new Map(present.map((meeting) => [meeting.id, meeting]));
  const pairs = changes.map(({ meetingId, before }) => ({ before, present: byId.get(meetingId) }));
  const told = withoutRedrawn(pairs).flatMap(({ before, present }) => toChange(before, present));
  const { state: _, ...facts } = row;
  return told.length === 0 ? undefined : { ...facts, changes: sortByStart(told) };
}

type Present = MeetingHours & { title: string; sourcePlace: string };

type Pair = { before: MeetingBefore | null; present: Present | undefined };

/** A timetable that was drawn up anew has other meetings at the same hours: to whoever comes, they are the same. */
function withoutRedrawn(pairs: readonly Pair[]): Pair[] {
  const left = new Set(pairs);
  for (const gone of pairs) {
    if (!gone.before || gone.present) continue;
    const { before } = gone;
    const again = [...left].find(({ before: was, present }) => !was && present && isSame(before, present));
    if (!again) continue;
    left.delete(gone);
    left.delete(again);
  }
  return [...left];
}

const isSame = (before: MeetingBefore, present: Present): boolean =>
  isSameToCome(before, { ...present, place: present.sourcePlace });

/** What was changed back, and what came and went before anybody was told, is no change. */
function toChange(before: MeetingBefore | null, present: Present | undefined): MeetingChange[] {
  if (!before && !present) return [];
  if (before && present && isSame(before, present)) return [];
  const now = present ? { ...present } : null;
  const title = present?.title ?? before?.title ?? "";
  return [{ title, before: before && toHours(before), now }];
}

const toHours = ({ startsAt, endsAt, place, link }: MeetingBefore): MeetingHours => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
  place,
  link,
});

const sortByStart = (changes: MeetingChange[]) =>
  changes.sort((one, other) => startOf(one).getTime() - startOf(other).getTime());

const startOf = ({ before, now }: MeetingChange): Date => (now ?? before)?.startsAt ?? new Date(0);

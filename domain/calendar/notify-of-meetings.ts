import { and, asc, eq, gt, inArray, isNull, lte, notInArray, or } from "drizzle-orm";
import { cohorts, courseStaff, enrolments, meetingChanges, users } from "#db/schema/index.ts";
import { ATTENDING } from "../courses/record-meeting-changes.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";

/** A timetable is told of once nobody has changed it for as long, so that an afternoon of changes is one mail. */
const QUIET_MS = 10 * MINUTE_MS;
/** For how many people one write makes mails. */
const MAILS_MAX = 100;
/** How many changes one mail lists. */
const CHANGES_MAX = 500;

/** The cohorts whose changed timetable is to be told now. */
export async function listCohortsToNotify(read: Reader, now: Date): Promise<string[]> {
  const isUntold = isNull(meetingChanges.notifiedAt);
  const isFresh = and(isUntold, gt(meetingChanges.changedAt, addMs(now, -QUIET_MS)));
  const unquiet = read.select({ cohortId: meetingChanges.cohortId }).from(meetingChanges).where(isFresh);
  const rows = await read
    .selectDistinct({ cohortId: meetingChanges.cohortId })
    .from(meetingChanges)
    .where(and(isUntold, notInArray(meetingChanges.cohortId, unquiet)))
    .limit(100);
  return rows.map(({ cohortId }) => cohortId);
}

/**
 * Makes mails about what was changed `until` then in the timetable of a cohort, to the next people after `after`: those who have a
 * place, and its teachers. Gives back the last of them, and undefined once all have their mail. Nobody gets the same changes twice,
 * however often it begins anew; what is changed after `until` is told another time.
 */
export async function notifyOfMeetings(
  ctx: WriteCtx,
  input: { cohortId: string; until: Date; after?: string },
): Promise<string | undefined> {
  authorize(ctx, "cohort.notify", {});
  const { tx, now } = ctx;
  const { cohortId, until, after = "" } = input;
  const isUntold = and(
    eq(meetingChanges.cohortId, cohortId),
    isNull(meetingChanges.notifiedAt),
    lte(meetingChanges.changedAt, until),
  );
  const changes = await tx
    .select()
    .from(meetingChanges)
    .where(isUntold)
    .orderBy(asc(meetingChanges.changedAt), asc(meetingChanges.id))
    .limit(CHANGES_MAX);
  const newest = changes.at(-1);
  if (!newest) return undefined;
  const people = await listPeople(ctx, cohortId, after);
  for (const { id: userId, email } of people) {
    await enqueueMail(ctx, {
      kind: "meetings_changed",
      to: email,
      payload: { cohortId, userId, changes: changes.map(({ meetingId, before }) => ({ meetingId, before })) },
      dedupeKey: `${newest.id}:${newest.changedAt.getTime()}:${userId}`,
    });
  }
  const last = people.length < MAILS_MAX ? undefined : people.at(-1)?.id;
  if (last === undefined) {
    const ids = changes.map(({ id }) => id);
    await tx.update(meetingChanges).set({ notifiedAt: now }).where(inArray(meetingChanges.id, ids));
  }
  await audit(ctx, "cohort.notify", { type: "cohort", id: cohortId }, { after: { mails: people.length } });
  return last;
}

/** None when the cohort was cancelled meanwhile: that mail says it all. */
async function listPeople({ tx }: WriteCtx, cohortId: string, after: string) {
  const [cohort] = await tx.select().from(cohorts).where(eq(cohorts.id, cohortId));
  if (!cohort || cohort.state === "cancelled") return [];
  const students = tx
    .select({ id: enrolments.studentId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.state, [...ATTENDING])));
  const teachers = tx
    .select({ id: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, cohort.courseId));
  return tx
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(
      and(isNull(users.disabledAt), gt(users.id, after), or(inArray(users.id, students), inArray(users.id, teachers))),
    )
    .orderBy(asc(users.id))
    .limit(MAILS_MAX);
}

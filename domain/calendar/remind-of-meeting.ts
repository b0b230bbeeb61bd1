import { and, asc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import { cohorts, enrolments, meetings, users } from "#db/schema/index.ts";
import { ATTENDING } from "../courses/record-meeting-changes.ts";
import type { Reader } from "#db/types.ts";
import { audit } from "../audit.ts";
import { addMs, HOUR_MS } from "../kernel/clock.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";

/** For how many people one write makes mails. */
const MAILS_MAX = 100;

export type ComingMeeting = { id: string; startsAt: Date; changedAt: Date | null; remindedHours: number | null };

/** Meetings that begin within so many hours, the next first. */
export function listComingMeetings(
  read: Reader,
  { now, hours, limit }: { now: Date; hours: number; limit: number },
): Promise<ComingMeeting[]> {
  const { id, startsAt, changedAt, remindedHours } = meetings;
  return read
    .select({ id, startsAt, changedAt, remindedHours })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .where(and(eq(cohorts.state, "open"), gt(startsAt, now), lte(startsAt, addMs(now, hours * HOUR_MS))))
    .orderBy(asc(startsAt), asc(id))
    .limit(limit);
}

/**
 * Reminds the next students after `after` that a meeting begins in so many hours. Gives back the last of them, and undefined once all
 * have their mail, or when it was moved, cancelled or told of meanwhile. Nobody is reminded of the same twice.
 */
export async function remindOfMeeting(
  ctx: WriteCtx,
  input: { meetingId: string; startsAt: Date; hours: number; after?: string },
): Promise<string | undefined> {
  authorize(ctx, "cohort.remind", {});
  const { tx } = ctx;
  const { meetingId, startsAt, hours, after = "" } = input;
  const isDue = and(
    eq(meetings.id, meetingId),
    eq(meetings.startsAt, startsAt),
    or(isNull(meetings.remindedHours), gt(meetings.remindedHours, hours)),
  );
  const [meeting] = await tx.select({ cohortId: meetings.cohortId }).from(meetings).where(isDue);
  if (!meeting) return undefined;
  const students = await tx
    .select({ id: users.id, email: users.email })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(
      and(
        eq(enrolments.cohortId, meeting.cohortId),
        inArray(enrolments.state, [...ATTENDING]),
        isNull(users.disabledAt),
        gt(enrolments.studentId, after),
      ),
    )
    .orderBy(asc(users.id))
    .limit(MAILS_MAX);
  for (const { id: studentId, email } of students) {
    await enqueueMail(ctx, {
      kind: "meeting_reminder",
      to: email,
      payload: { meetingId, studentId },
      dedupeKey: `${meetingId}:${startsAt.getTime()}:${hours}:${studentId}`,
    });
  }
  const last = students.length < MAILS_MAX ? undefined : students.at(-1)?.id;
  if (last === undefined) await tx.update(meetings).set({ remindedHours: hours }).where(isDue);
  const change = { after: { mails: students.length } };
  if (students.length > 0) await audit(ctx, "cohort.remind", { type: "cohort", id: meeting.cohortId }, change);
  return last;
}

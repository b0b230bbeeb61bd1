import { and, eq, inArray } from "drizzle-orm";
import type { AttendanceState } from "#db/enums.ts";
import { attendance, enrolments } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { isAllowed } from "../policy.ts";
import { findPlaceElsewhere } from "./find-place-elsewhere.ts";
import { findMeeting, type FoundMeeting } from "./find-meeting.ts";
import { type CheckInState, getCheckInOpening, getCheckInState } from "./meeting-window.ts";

export type CheckInView = CheckInHere | CheckInElsewhere;

/** Somebody who takes the course in another cohort has scanned the code of this meeting. */
export type CheckInElsewhere = { meeting: FoundMeeting; elsewhere: { cohortName: string } };

export type CheckInHere = {
  elsewhere?: undefined;
  meeting: FoundMeeting;
  checkIn: CheckInState;
  opensAt: Date;
  /** What stands already; null while nothing was said. */
  state: AttendanceState | null;
};

/**
 * A meeting as a student checks in to it, or that their enrolment is in another cohort of the course; undefined for whoever takes part in
 * neither.
 */
export async function getCheckIn(
  ctx: ReadCtx,
  input: { meetingId: string; studentId: string },
): Promise<CheckInView | undefined> {
  if (!isAllowed(ctx.actor, "attendance.check_in", { ownerId: input.studentId })) return undefined;
  const meeting = await findOrNothing(ctx, input.meetingId);
  if (!meeting) return undefined;
  const [own] = await ctx.read
    .select({ state: attendance.state })
    .from(enrolments)
    .leftJoin(attendance, and(eq(attendance.enrolmentId, enrolments.id), eq(attendance.meetingId, meeting.id)))
    .where(
      and(
        eq(enrolments.cohortId, meeting.cohortId),
        eq(enrolments.studentId, input.studentId),
        inArray(enrolments.state, ["active", "completed"]),
      ),
    );
  if (!own) {
    const elsewhere = await findPlaceElsewhere(ctx.read, { ...input, meeting });
    return elsewhere && { meeting, elsewhere };
  }
  return {
    meeting,
    checkIn: getCheckInState(meeting, ctx.now),
    opensAt: getCheckInOpening(meeting),
    state: own.state,
  };
}

async function findOrNothing(ctx: ReadCtx, meetingId: string): Promise<FoundMeeting | undefined> {
  try {
    return (await findMeeting(ctx.read, meetingId)).meeting;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

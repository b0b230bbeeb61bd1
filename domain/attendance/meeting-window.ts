import type { AttendanceState } from "#db/enums.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";

/** People come early, and some find the code only when they leave. */
const OPENS_BEFORE_MS = 30 * MINUTE_MS;
const CLOSES_AFTER_MS = 15 * MINUTE_MS;
/** Whoever comes later than this after the start is late. */
const LATE_AFTER_MS = 10 * MINUTE_MS;

export type MeetingHours = { startsAt: Date; endsAt: Date };
export type CheckInState = "early" | "open" | "over";

/** Whether students can check in to a meeting by themselves: from half an hour before its start until a quarter after its end. */
export function getCheckInState({ startsAt, endsAt }: MeetingHours, now: Date): CheckInState {
  if (now < addMs(startsAt, -OPENS_BEFORE_MS)) return "early";
  return now < addMs(endsAt, CLOSES_AFTER_MS) ? "open" : "over";
}

export const getCheckInOpening = ({ startsAt }: MeetingHours): Date => addMs(startsAt, -OPENS_BEFORE_MS);

/** What a student who checks in at this moment is. */
export function getArrivalState({ startsAt }: MeetingHours, now: Date): AttendanceState {
  return now > addMs(startsAt, LATE_AFTER_MS) ? "late" : "present";
}

/** Whether a teacher can say this of a student already: that somebody will be excused is known before, the rest is not. */
export function canMark(state: AttendanceState, meeting: MeetingHours, now: Date): boolean {
  return state === "excused" || getCheckInState(meeting, now) !== "early";
}

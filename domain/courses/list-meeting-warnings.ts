import { message, type Message } from "#messages/message.ts";
import { describeLocalDay, formatLocalDay } from "../kernel/local-time.ts";
import type { Cohort } from "./machine.ts";

type Dates = Pick<Cohort, "startsAt" | "endsAt" | "timezone">;

/**
 * What speaks against the day of a meeting, in messages for whoever sets it: by a form, by a file or by a program. It is no
 * refusal: an evening to get to know each other may well come before the cohort begins. Days are those of the cohort's timezone,
 * so an hour that is early on the first day is none.
 */
export function listMeetingWarnings(
  { startsAt, endsAt, timezone }: Dates,
  meeting: { startsAt: Date; endsAt: Date },
): Message[] {
  const dayOf = (instant: Date) => formatLocalDay(instant, timezone);
  const day = dayOf(meeting.startsAt);
  if (startsAt && day < dayOf(startsAt))
    return [
      message("fields.meeting_before_cohort", {
        day: describeLocalDay(day),
        begins: describeLocalDay(dayOf(startsAt)),
      }),
    ];
  // A meeting that begins on the last day may end after midnight.
  if (endsAt && day > dayOf(endsAt))
    return [
      message("fields.meeting_after_cohort", { day: describeLocalDay(day), ends: describeLocalDay(dayOf(endsAt)) }),
    ];
  return [];
}

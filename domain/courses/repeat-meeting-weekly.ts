import { message } from "#messages/message.ts";
import {
  type ClockTime,
  addDays,
  formatLocalTime,
  formatOffset,
  explainLocalTimeProblem,
  getOffsetMs,
  resolveLocalTime,
} from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { MeetingFields } from "./inputs.ts";

/**
 * The same hour on the wall clock in each of so many weeks, the first one included. A change of clocks in between moves the
 * instant and not the hour. Where that hour comes twice it is the one with the offset of the first meeting, or else the earlier;
 * a week in which no clock shows it is refused beside the field, by its date.
 */
export function repeatMeetingWeekly(first: MeetingFields, timezone: string, weeks: number): MeetingFields[] {
  return Array.from({ length: weeks }, (_, week) => {
    if (week === 0) return first;
    const startsAt = weeksAfter(first.startsAt, week, timezone, "startsAt");
    const endsAt = weeksAfter(first.endsAt, week, timezone, "endsAt");
    if (endsAt > startsAt) return { ...first, startsAt, endsAt };
    // It began in the first of two hours and ends, by the clock, before that in the second: it takes as long as always.
    return {
      ...first,
      startsAt,
      endsAt: new Date(startsAt.getTime() + first.endsAt.getTime() - first.startsAt.getTime()),
    };
  });
}

function weeksAfter(instant: Date, weeks: number, timezone: string, field: "startsAt" | "endsAt"): Date {
  const [day = "", hour = ""] = formatLocalTime(instant, timezone).split("T");
  const local = `${addDays(day, weeks * 7)}T${hour}`;
  const resolved = resolveLocalTime(local, timezone);
  if (resolved.kind === "once") return withParts(resolved, instant);
  if (resolved.kind === "twice") {
    const offset = formatOffset(getOffsetMs(instant, timezone));
    return withParts(resolved.second.offset === offset ? resolved.second : resolved.first, instant);
  }
  const problem = explainLocalTimeProblem(resolved, local, timezone) ?? "";
  const words = message("fields.week_problem", { week: weeks + 1, problem });
  throw new Refusal("invalid_input", { fields: { [field]: words } });
}

/** What a clock does not show, the part of a second, is kept as well. */
function withParts({ instant }: ClockTime, first: Date): Date {
  return new Date(instant.getTime() + (first.getTime() % 1_000));
}

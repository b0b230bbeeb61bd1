import type { Words } from "#messages/message.ts";
import { addMs, SECOND_MS } from "../kernel/clock.ts";
import { formatLocalDay, getStartOfDay } from "../kernel/local-time.ts";
import { formatDate, formatInstant } from "./format-instant.ts";

/** Until when a course is open. What ends when a day begins is open through the day before: that one is named, without an hour. */
export function formatAccessEnd(endsAt: Date, timezone: string, t: Words): string {
  const isDayEnd = getStartOfDay(formatLocalDay(endsAt, timezone), timezone)?.getTime() === endsAt.getTime();
  return isDayEnd ? formatDate(addMs(endsAt, -SECOND_MS), timezone, t) : formatInstant(endsAt, timezone, t);
}

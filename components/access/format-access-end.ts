import { formatLocalDay, getStartOfDay } from "#domain/kernel/local-time.ts";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";

/**
 * Until when a course is open: `3 March 2027` for what ends when the next day begins, and otherwise with the hour and the place of
 * the clock, as every deadline of one person.
 */
export function formatAccessEnd(endsAt: Date, schoolTimezone: string): string {
  const day = formatLocalDay(endsAt, schoolTimezone);
  if (getStartOfDay(day, schoolTimezone)?.getTime() !== endsAt.getTime()) return formatDeadline(endsAt, schoolTimezone);
  return formatInstant(new Date(endsAt.getTime() - 1), { timezone: schoolTimezone, form: "date" });
}

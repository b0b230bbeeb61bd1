import { addDays } from "../kernel/local-time.ts";

/** A school has no more days off than this: two lists of years. */
const DAYS_MAX = 1_500;
const LINES_MAX = 200;

const LINE = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:-|–|—|to|bis|\/)\s*(\d{4}-\d{2}-\d{2}))?(?:\s+.*)?$/;

const isDay = (day: string) => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

/**
 * The days on which the school does not meet, of a list with one day (`2026-12-24`) or one stretch (`2026-12-24 – 2027-01-03`) a line, and
 * a name behind it where somebody wants one. Undefined when a line is neither, ends before it begins, or the list is too long.
 */
export function parseHolidays(text: string): ReadonlySet<string> | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length > LINES_MAX) return undefined;
  const days = new Set<string>();
  for (const line of lines) {
    const [, first = "", last = first] = LINE.exec(line) ?? [];
    if (!isDay(first) || !isDay(last) || last < first) return undefined;
    for (let day = first; day <= last; day = addDays(day)) {
      days.add(day);
      if (days.size > DAYS_MAX) return undefined;
    }
  }
  return days;
}

import { message, type Message } from "#messages/message.ts";

/** What a cell says: a time on the wall clock of a place (`2027-01-08T18:30`), an instant, or why neither. */
export type LocalTime = { local: string } | { instant: Date } | { reason: Message };

const CLOCK = String.raw`(?:[T ,]+(\d{1,2})[:.h](\d{2})(?::(\d{2}))?)?`;
/** Year first, as ISO 8601; by dashes, slashes or dots. */
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${CLOCK}$`);
/** By dots the day stands first everywhere; by slashes and dashes it depends on the country. */
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${CLOCK}$`);
/** ISO 8601 with its offset: an instant, whatever the place's clock says. */
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Reads a date with or without an hour as people and spreadsheets write it. Refuses what can be read as two dates, with both. */
export function readLocalTime(text: string): LocalTime {
  if (INSTANT.test(text)) return readInstant(text);
  const first = YEAR_FIRST.exec(text);
  if (first) return localTime(text, [first[1], first[3], first[4]], first.slice(5));
  const last = YEAR_LAST.exec(text);
  if (!last) return { reason: message("imports.no_date", { text }) };
  const [, a = "", sign, b = "", year = ""] = last;
  const [dayFirst, monthFirst] = [Number(b) <= 12, Number(a) <= 12];
  if (sign !== "." && dayFirst && monthFirst && Number(a) !== Number(b)) {
    return { reason: message("imports.date_ambiguous", { text, first: iso(year, b, a), second: iso(year, a, b) }) };
  }
  return localTime(text, sign === "." || dayFirst ? [year, b, a] : [year, a, b], last.slice(5));
}

function readInstant(text: string): LocalTime {
  const instant = new Date(text.replace(" ", "T"));
  return Number.isNaN(instant.getTime()) ? { reason: message("imports.no_date_of_calendar", { text }) } : { instant };
}

const two = (digits: string) => digits.padStart(2, "0");
const iso = (year: string, month: string, day: string) => `${year}-${two(month)}-${two(day)}`;

function localTime(
  text: string,
  [year = "", month = "", day = ""]: (string | undefined)[],
  [hour = "0", minute = "0", second]: (string | undefined)[],
): LocalTime {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) {
    return { reason: message("imports.hour_on_no_clock", { text }) };
  }
  const seconds = second && Number(second) > 0 ? `:${second}` : "";
  return { local: `${iso(year, month, day)}T${two(hour)}:${two(minute)}${seconds}` };
}

import { isOtherYear, getAmbiguousOffset } from "#domain/kernel/local-time.ts";
import { cx } from "./cx.ts";

/** How a moment is written: `date` 8 January 2026 · `short` 8 Jan · `weekday` Thursday 8 January · `time` 18:30 ·
 * `datetime` 8 January 2026, 18:30. */
export type DateForm = "date" | "short" | "weekday" | "time" | "datetime";

/** A form that leaves the year out does so in the present year only, so it is told which one that is. */
type Form = { form?: Exclude<DateForm, "short" | "weekday"> } | { form: "short" | "weekday"; now: Date };

export type DateFormat = { timezone: string; locale?: string } & Form;

type FormatOptions = { timezone: string; form: DateForm; locale: string; year: boolean };

export type DateTimeProps = DateFormat & {
  instant: Date;
  /** Names the timezone beside the hour. On unless the page has named it already, or no hour is shown. */
  showZone?: boolean;
  className?: string;
};

const forms: Record<DateForm, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  datetime: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
};

const hasHour = (form: DateForm) => form === "time" || form === "datetime";

// As many as there are timezones in use, times five forms, two of them with a year or without.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes a moment as it is read in a place. `timezone` is an IANA name such as Europe/Zurich. An hour that its clock shows twice
 * has its offset behind it: 02:30 (+01:00).
 */
export function formatInstant(instant: Date, format: DateFormat): string {
  const { timezone, form = "datetime", locale = "en-GB" } = format;
  const year = "now" in format && isOtherYear(instant, format.now, timezone);
  // English writes "8 January 2026 at 18:30"; a comma is enough.
  const text = formatterOf({ timezone, form, locale, year }).format(instant).replace(" at ", ", ");
  // A weekday is followed by a comma only where there is a year.
  const words = form === "weekday" ? text.replace(",", "") : text;
  const offset = hasHour(form) ? getAmbiguousOffset(instant, timezone) : undefined;
  return offset === undefined ? words : `${words} (${offset})`;
}

function formatterOf({ timezone, form, locale, year }: FormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timezone} ${form} ${year}`;
  let made = formatters.get(key);
  if (!made) {
    const options = year ? { ...forms[form], year: "numeric" as const } : forms[form];
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone });
    formatters.set(key, made);
  }
  return made;
}

/**
 * Until when something lasts that is one person's: their access, their seat, their offer. `30 June 2027, 18:30 (Europe/Zurich)`:
 * the hour too, since it ends at one, and on the school's clock wherever the person or the course is, so that everybody
 * reads the same.
 */
export function formatDeadline(instant: Date, schoolTimezone: string): string {
  return `${formatInstant(instant, { timezone: schoolTimezone })} (${schoolTimezone.replaceAll("_", " ")})`;
}

/** A day at the side of a list: `8 Jan`, and under it the year where it is another. */
export function DayAside({ instant, timezone, now }: { instant: Date; timezone: string; now: Date }) {
  const [day, month, year] = formatInstant(instant, { timezone, form: "short", now }).split(" ");
  return (
    <time dateTime={instant.toISOString()} className="num whitespace-nowrap text-small text-ink-faint">
      {day} {month} {year && <span className="block">{year}</span>}
    </time>
  );
}

/** A moment in the place it happens. It never asks what time it is now: "in 3 days" is the caller's to say. */
export function DateTime({ instant, showZone, className, ...format }: DateTimeProps) {
  const { timezone, form = "datetime" } = format;
  return (
    <time dateTime={instant.toISOString()} className={cx("num", className)}>
      {formatInstant(instant, format)}
      {(showZone ?? hasHour(form)) && <span className="text-ink-faint"> {timezone.replaceAll("_", " ")}</span>}
    </time>
  );
}

import { isOtherYear, getAmbiguousOffset } from "#domain/kernel/local-time.ts";
import { getLocale } from "#components/messages/get-locale.ts";
import { cx } from "./cx.ts";

/** How a moment is written: `date` 8 January 2026 · `short` 8 Jan · `weekday` Thursday 8 January · `time` 18:30 ·
 * `datetime` 8 January 2026, 18:30. */
export type DateForm = "date" | "short" | "weekday" | "time" | "datetime";

/** A form that leaves the year out does so in the present year only, so it is told which one that is. */
type Form = { form?: Exclude<DateForm, "short" | "weekday"> } | { form: "short" | "weekday"; now: Date };

export type DateFormat = { timezone: string } & Form;

type Written = Exclude<DateForm, "datetime"> | "year" | "weekday_name";
type FormatOptions = { timezone: string; form: Written; year?: boolean };

export type DateTimeProps = DateFormat & {
  instant: Date;
  /** Names the timezone beside the hour. On unless the page has named it already, or no hour is shown. */
  showZone?: boolean;
  className?: string;
};

const forms: Record<Written, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "long", year: "numeric" },
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  year: { year: "numeric" },
  weekday_name: { weekday: "long" },
};

const hasHour = (form: DateForm) => form === "time" || form === "datetime";

// As many as there are languages times timezones in use, times six forms, two of them with a year or without.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes a moment as it is read in a place. `timezone` is an IANA name such as Europe/Zurich. An hour that its clock shows twice
 * has its offset behind it: 02:30 (+01:00).
 */
export function formatInstant(instant: Date, format: DateFormat): string {
  const { timezone, form = "datetime" } = format;
  const year = "now" in format && isOtherYear(instant, format.now, timezone);
  const words = form === "datetime" ? joinDayAndHour(instant, timezone) : write(instant, { timezone, form, year });
  const offset = hasHour(form) ? getAmbiguousOffset(instant, timezone) : undefined;
  return offset === undefined ? words : `${words} (${offset})`;
}

/** `Thursday` in a place. */
export function formatWeekday(instant: Date, timezone: string): string {
  return write(instant, { timezone, form: "weekday_name" });
}

/** Languages put a word of their own between a day and its hour: "at", "um". A comma is enough. */
const joinDayAndHour = (instant: Date, timezone: string) =>
  `${write(instant, { timezone, form: "date" })}, ${write(instant, { timezone, form: "time" })}`;

function write(instant: Date, options: FormatOptions): string {
  const locale = getLocale();
  const text = formatterOf(locale, options).format(instant);
  // British English follows a weekday by a comma only where there is a year.
  return options.form === "weekday" && locale.startsWith("en") ? text.replace(",", "") : text;
}

function formatterOf(locale: string, { timezone, form, year = false }: FormatOptions): Intl.DateTimeFormat {
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
  const year = isOtherYear(instant, now, timezone) && write(instant, { timezone, form: "year" });
  return (
    <time dateTime={instant.toISOString()} className="num whitespace-nowrap text-small text-ink-faint">
      {write(instant, { timezone, form: "short" })} {year && <span className="block">{year}</span>}
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

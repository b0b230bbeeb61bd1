import { offsetIfTwice } from "#domain/kernel/local-time.ts";
import { cx } from "./cx.ts";

/** How a moment is written: `date` 8 January 2026 · `short` 8 Jan · `weekday` Thursday 8 January · `time` 18:30 ·
 * `datetime` 8 January 2026, 18:30. */
export type DateForm = "date" | "short" | "weekday" | "time" | "datetime";

export type DateFormat = { timezone: string; form?: DateForm; locale?: string };

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

// As many as there are timezones in use, times five forms.
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Writes a moment as it is read in a place. `timezone` is an IANA name such as Europe/Zurich. An hour that its clock shows twice
 * has its offset behind it: 02:30 (+01:00).
 */
export function formatInstant(instant: Date, { timezone, form = "datetime", locale = "en-GB" }: DateFormat): string {
  const key = `${locale} ${timezone} ${form}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...forms[form], timeZone: timezone });
    formatters.set(key, made);
  }
  // English writes "8 January 2026 at 18:30"; a comma is enough.
  const words = made.format(instant).replace(" at ", ", ");
  const offset = hasHour(form) ? offsetIfTwice(instant, timezone) : undefined;
  return offset === undefined ? words : `${words} (${offset})`;
}

/** A moment in the place it happens. It never asks what time it is now: "in 3 days" is the caller's to say. */
export function DateTime({ instant, timezone, form = "datetime", locale, showZone, className }: DateTimeProps) {
  return (
    <time dateTime={instant.toISOString()} className={cx("num", className)}>
      {formatInstant(instant, { timezone, form, locale })}
      {(showZone ?? hasHour(form)) && <span className="text-ink-faint"> {timezone.replaceAll("_", " ")}</span>}
    </time>
  );
}

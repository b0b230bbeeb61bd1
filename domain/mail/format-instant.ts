import type { Words } from "#messages/message.ts";
import { getAmbiguousOffset } from "../kernel/local-time.ts";

// As many as there are timezones and languages in use, times two.
const formats = new Map<string, Intl.DateTimeFormat>();

const DATE = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const HOUR = { hour: "2-digit", minute: "2-digit" } as const;

function format(locale: string, timezone: string, what: "date" | "hour"): Intl.DateTimeFormat {
  const key = `${locale} ${timezone} ${what}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...(what === "date" ? DATE : HOUR), timeZone: timezone });
    formats.set(key, made);
  }
  return made;
}

/** `Thursday, 8 January 2026, 18:30 (Europe/Zurich)`: a mail is read anywhere, so it names the timezone. */
export function formatInstant(instant: Date, timezone: string, t: Words): string {
  const values = {
    date: formatDate(instant, timezone, t),
    time: format(t.locale, timezone, "hour").format(instant),
    timezone: timezone.replaceAll("_", " "),
  };
  const offset = getAmbiguousOffset(instant, timezone);
  return offset === undefined
    ? t("mail_parts.instant", values)
    : t("mail_parts.instant_with_offset", { ...values, offset });
}

/** `Thursday, 8 January 2026` in a place. */
export function formatDate(instant: Date, timezone: string, { locale }: Words): string {
  return format(locale, timezone, "date").format(instant);
}

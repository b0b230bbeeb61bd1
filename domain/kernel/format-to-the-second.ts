import { formatOffset, getOffsetMs } from "./local-time.ts";

// As many as there are timezones and languages in use, times two.
const formats = new Map<string, Intl.DateTimeFormat>();

const DATE = { day: "numeric", month: "long", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

/**
 * A moment on the clock of a place with its seconds and its distance to UTC, as proofs name it, in the language of whoever reads it:
 * `29 November 2026, 19:55:07 (+01:00)`.
 */
export function formatToTheSecond(instant: Date, timezone: string, { locale }: { locale: string }): string {
  const write = (what: "date" | "time") => getFormat(locale, timezone, what).format(instant);
  return `${write("date")}, ${write("time")} (${formatOffset(getOffsetMs(instant, timezone))})`;
}

function getFormat(locale: string, timezone: string, what: "date" | "time"): Intl.DateTimeFormat {
  const key = `${locale} ${timezone} ${what}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...(what === "date" ? DATE : TIME), timeZone: timezone });
    formats.set(key, made);
  }
  return made;
}

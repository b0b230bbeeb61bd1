import { getAmbiguousOffset } from "../kernel/local-time.ts";

// As many as there are timezones in use, times two.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timezone: string, withHour: boolean): Intl.DateTimeFormat {
  const key = `${timezone} ${withHour}`;
  let made = formats.get(key);
  if (!made) {
    const date = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
    const hour = withHour ? ({ hour: "2-digit", minute: "2-digit" } as const) : {};
    made = new Intl.DateTimeFormat("en-GB", { ...date, ...hour, timeZone: timezone });
    formats.set(key, made);
  }
  return made;
}

/** `Thursday, 8 January 2026, 18:30 (Europe/Zurich)`: a mail is read anywhere, so it names the timezone. */
export function formatInstant(instant: Date, timezone: string): string {
  const words = format(timezone, true).format(instant).replace(" at ", ", ");
  const offset = getAmbiguousOffset(instant, timezone);
  return `${words} (${timezone.replaceAll("_", " ")}${offset === undefined ? "" : `, ${offset}`})`;
}

/** `Thursday, 8 January 2026` in a place. */
export function formatDate(instant: Date, timezone: string): string {
  return format(timezone, false).format(instant);
}

/** What a clock on the wall of a place says: `2026-01-08T18:30`, as a form's `datetime-local` field sends it. */
const WALL = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$/;

const formatters = new Map<string, Intl.DateTimeFormat>();

function partsOf(instantMs: number, timezone: string): Record<string, number> {
  let format = formatters.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US-u-hc-h23", {
      timeZone: timezone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formatters.set(timezone, format);
  }
  return Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
}

/** What the wall clock says at an instant, counted as if it were UTC. */
function wallMs(instantMs: number, timezone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = partsOf(instantMs, timezone);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which the wall clock of a timezone says `local`; undefined for what is no date. An hour that is skipped in
 * spring is moved forward with the clock; one that comes twice in autumn is the first.
 */
export function instantOf(local: string, timezone: string): Date | undefined {
  const [, year, month, day, hour = "0", minute = "0"] = WALL.exec(local.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const wanted = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  const asWritten = new Date(wanted);
  if (asWritten.getUTCMonth() !== Number(month) - 1 || asWritten.getUTCDate() !== Number(day)) return undefined;
  // The offset of a day before and a day after: around a change of clocks they differ, and one of them is right.
  const offsets = [-86_400_000, 86_400_000].map((step) => wallMs(wanted + step, timezone) - (wanted + step));
  const tries = offsets.map((offset) => wanted - offset).sort((a, b) => a - b);
  const exact = tries.find((instant) => wallMs(instant, timezone) === wanted);
  return new Date(exact ?? (tries.at(-1) as number));
}

/** The wall clock of a place at an instant, as a `datetime-local` field wants it. */
export function localOf(instant: Date, timezone: string): string {
  return new Date(wallMs(instant.getTime(), timezone)).toISOString().slice(0, 16);
}

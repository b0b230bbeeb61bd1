import { message, type Message } from "#messages/message.ts";

/*
 * The clock on the wall of a place and the instants it shows: the only place where one becomes the other. Rules come from the
 * runtime's time zone data (IANA), asked for a year at a time and kept. Nothing here knows pages or tables, so all may use it.
 */

/** A stretch of time in which a place keeps one offset from UTC. */
type Segment = { from: number; until: number; offsetMs: number };

/** One instant at which a clock shows a time, with its offset as ISO 8601 writes it: `+02:00`. */
export type ClockTime = { instant: Date; offset: string };

/** When a wall clock shows a time: once; twice, where clocks go back; never, where they go forward; or it is no time at all. */
export type Resolved =
  | ({ kind: "once" } & ClockTime)
  | { kind: "twice"; first: ClockTime; second: ClockTime }
  | { kind: "never"; lastBefore: string; firstAfter: string }
  | { kind: "nonsense" };

const SECOND = 1_000;
const DAY = 86_400_000;
/** No place changes its clocks twice in a week (the shortest stretch since 1970 is Ramadan's month). */
const STRIDE = 7 * DAY;
/** Years of zones kept at once; each is a few numbers. */
const KEPT_MAX = 20_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const years = new Map<string, Segment[]>();

/** What the wall clock says at an instant, counted as if it were UTC. Throws a RangeError for a zone that nobody knows. */
function wallMs(instantMs: number, zone: string): number {
  let format = formatters.get(zone);
  if (!format) {
    const [number, digits] = ["numeric", "2-digit"] as const;
    const date = { era: "short", year: number, month: number, day: number } as const;
    const hour = { hour: digits, minute: digits, second: digits } as const;
    format = new Intl.DateTimeFormat("en-US-u-hc-h23", { timeZone: zone, ...date, ...hour });
    formatters.set(zone, format);
  }
  const text = format.format(instantMs);
  const [month = 1, day = 1, year = 0, h = 0, m = 0, s = 0] = (text.match(/\d+/g) ?? []).map(Number);
  const wall = Date.UTC(2000, month - 1, day, h, m, s);
  return new Date(wall).setUTCFullYear(text.includes("B") ? 1 - year : year, month - 1, day);
}

const offsetAskedAt = (instantMs: number, zone: string) =>
  wallMs(instantMs, zone) - Math.floor(instantMs / SECOND) * SECOND;

/** The stretches of a zone in a year of UTC, in order. Changes are found by halving, to the second. */
function segmentsOf(zone: string, year: number): Segment[] {
  const key = `${zone} ${year}`;
  const kept = years.get(key);
  if (kept) return kept;
  // Not Date.UTC, which takes the year 26 for 1926.
  const [begin, end] = [new Date(0).setUTCFullYear(year), new Date(0).setUTCFullYear(year + 1)];
  const found: Segment[] = [];
  let from = begin;
  let offsetMs = offsetAskedAt(begin, zone);
  for (let at = begin; at < end; at += STRIDE) {
    const next = Math.min(at + STRIDE, end);
    const later = offsetAskedAt(next - SECOND, zone);
    if (later === offsetMs) continue;
    let [before, after] = [Math.max(at - SECOND, begin), next - SECOND];
    while (after - before > SECOND) {
      const middle = before + Math.floor((after - before) / 2 / SECOND) * SECOND;
      if (offsetAskedAt(middle, zone) === offsetMs) before = middle;
      else after = middle;
    }
    found.push({ from, until: after, offsetMs });
    [from, offsetMs] = [after, later];
  }
  found.push({ from, until: end, offsetMs });
  if (years.size >= KEPT_MAX) years.clear();
  years.set(key, found);
  return found;
}

/** The stretches that touch the days around an instant. A place is never more than a day and a few hours from UTC. */
function segmentsAround(ms: number, zone: string): Segment[] {
  const [from, until] = [ms - 2 * DAY, ms + 2 * DAY];
  const [first, last] = [new Date(from).getUTCFullYear(), new Date(until).getUTCFullYear()];
  const all = segmentsOf(zone, first).concat(last === first ? [] : segmentsOf(zone, last));
  const joined: Segment[] = [];
  for (const segment of all) {
    const before = joined.at(-1);
    if (before?.offsetMs === segment.offsetMs) joined[joined.length - 1] = { ...before, until: segment.until };
    else joined.push(segment);
  }
  return joined.filter((segment) => segment.until > from && segment.from < until);
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
export function getOffsetMs(instant: Date, zone: string): number {
  const ms = instant.getTime();
  const segment = segmentsOf(zone, instant.getUTCFullYear()).find(({ from, until }) => ms >= from && ms < until);
  return segment?.offsetMs ?? offsetAskedAt(ms, zone);
}

const two = (number: number) => String(number).padStart(2, "0");

/** `+02:00`, `-03:30`, and with its seconds where a place of old had some: `-00:44:30`. */
export function formatOffset(offsetMs: number): string {
  const seconds = Math.abs(offsetMs) / SECOND;
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${offsetMs < 0 ? "-" : "+"}${two(h)}:${two(m)}${s === 0 ? "" : `:${two(s)}`}`;
}

/** What the wall clock of a place shows: `2026-01-08T18:30`, and the seconds where there are some, as a field wants it. */
export function formatLocalTime(instant: Date, zone: string): string {
  const text = new Date(instant.getTime() + getOffsetMs(instant, zone)).toISOString().slice(0, -5);
  return text.endsWith(":00") ? text.slice(0, -3) : text;
}

/** The day of the calendar that a place has at an instant: `2026-01-08`. */
export const formatLocalDay = (instant: Date, zone: string): string =>
  formatLocalTime(instant, zone).split("T")[0] as string;

/** Whether the calendar of a place is in another year at an instant than it is now. */
export const isOtherYear = (instant: Date, now: Date, zone: string): boolean =>
  formatLocalDay(instant, zone).slice(0, -6) !== formatLocalDay(now, zone).slice(0, -6);

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?$/;

/** A time of the calendar as if it were UTC, in milliseconds; undefined for what stands in no calendar. */
function localMs(text: string): number | undefined {
  const [, ...parts] = LOCAL.exec(text.trim()) ?? [];
  const [year = Number.NaN, month = 1, day = 1, h = 0, m = 0, s = 0] = parts.map((part) => Number(part ?? 0));
  if (Number.isNaN(year) || h > 23 || m > 59 || s > 59) return undefined;
  const at = new Date(Date.UTC(2000, 0, 1, h, m, s));
  at.setUTCFullYear(year, month - 1, day);
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() : undefined;
}

/** Every instant at which the wall clock of a zone shows `local` (`2026-01-08T18:30`, with seconds or without an hour). */
export function resolveLocalTime(local: string, zone: string): Resolved {
  const wall = localMs(local);
  if (wall === undefined) return { kind: "nonsense" };
  const segments = segmentsAround(wall, zone);
  const times = segments.flatMap(({ from, until, offsetMs }): ClockTime[] => {
    const at = wall - offsetMs;
    return at >= from && at < until ? [{ instant: new Date(at), offset: formatOffset(offsetMs) }] : [];
  });
  const [first, second] = times;
  if (first && second) return { kind: "twice", first, second };
  if (first) return { kind: "once", ...first };
  const after = segments.find(({ from, offsetMs }) => from + offsetMs > wall);
  const before = segments.findLast(({ until, offsetMs }) => until + offsetMs <= wall);
  if (!after || !before) return { kind: "nonsense" };
  const shown = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return {
    kind: "never",
    lastBefore: shown(before.until + before.offsetMs),
    firstAfter: shown(after.from + after.offsetMs),
  };
}

/** The offset at an instant if the clock shows the same time at another one as well: without it nobody knows which. */
export function getAmbiguousOffset(instant: Date, zone: string): string | undefined {
  const ms = instant.getTime();
  const segments = segmentsAround(ms, zone);
  if (segments.length === 1) return undefined;
  const own = segments.find(({ from, until }) => ms >= from && ms < until);
  if (!own) return undefined;
  const isShownAt = ({ from, until, offsetMs }: Segment) => {
    const at = ms + own.offsetMs - offsetMs;
    return at >= from && at < until;
  };
  return segments.some((each) => each !== own && isShownAt(each)) ? formatOffset(own.offsetMs) : undefined;
}

/**
 * When a day begins in a place: at midnight; where the clocks skip midnight, when they have; where it comes twice, at the first.
 * A day that a place never had begins when the next one does. Undefined for what is no day.
 */
export function getStartOfDay(day: string, zone: string): Date | undefined {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? localMs(day) : undefined;
  if (midnight === undefined) return undefined;
  for (const { from, until, offsetMs } of segmentsAround(midnight, zone)) {
    const at = Math.max(from, midnight - offsetMs);
    if (at < until) return new Date(at);
  }
  return undefined;
}

/** The day so many days after another in the calendar: no clock has a say in it. */
export function addDays(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last when it has none: a month before `2027-03-31` is `2027-02-28`. */
export function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/**
 * The same time on the clock of a place so many days later or earlier, though days there may have 23 hours or 25. A time that the
 * clock skips is the first after the gap, one that it shows twice the first of the two.
 */
export function addLocalDays(instant: Date, days: number, zone: string): Date {
  const [day = "", time = ""] = formatLocalTime(instant, zone).split("T");
  const whole = new Date(instant.getTime() + days * DAY);
  const moved = resolveRoughly(`${addDays(day, days)}T${time}`, zone) ?? whole;
  return new Date(moved.getTime() + (instant.getTime() % SECOND));
}

/** When the next day begins, so the first instant that no longer belongs to `day`. Undefined for what is no day. */
export function getEndOfDay(day: string, zone: string): Date | undefined {
  return getStartOfDay(day, zone) && getStartOfDay(addDays(day), zone);
}

/** Why a time is not taken, in words for beside its field; undefined for one that a clock shows once. */
export function explainLocalTimeProblem(resolved: Resolved, local: string, zone: string): Message | undefined {
  if (resolved.kind === "once") return undefined;
  if (resolved.kind === "nonsense") return message("fields.date_and_hour");
  const place = zone.replaceAll("_", " ");
  const time = sayLocalTime(local);
  if (resolved.kind === "twice") {
    const { first, second } = resolved;
    return message("fields.time_twice", { time, place, first: first.offset, second: second.offset });
  }
  const { lastBefore, firstAfter } = resolved;
  const sameDay = [lastBefore, firstAfter].every((each) => each.slice(0, 10) === local.slice(0, 10));
  const say = (each: string) => (sameDay ? each.slice(11) : sayLocalTime(each));
  return message("fields.time_never", { time, place, from: say(lastBefore), to: say(firstAfter) });
}

/** `2026-03-29T02:30` as a sentence says it: `02:30 on 29 March 2026`. */
function sayLocalTime(local: string): Message {
  const [day = "", hour = "00:00"] = local.split(/[T ]/);
  const date = new Date(`${day}T00:00:00Z`);
  const month = `m${date.getUTCMonth() + 1}`;
  return message("fields.local_time", { hour, day: date.getUTCDate(), month, year: date.getUTCFullYear() });
}

/** The day of `2026-03-29T02:30` as a sentence says it: `29 March 2026`. */
export function describeLocalDay(local: string): Message {
  const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
  const month = `m${date.getUTCMonth() + 1}`;
  return message("fields.local_day", { day: date.getUTCDate(), month, year: date.getUTCFullYear() });
}

/** What a form sends for a time: the clock's text, and where it comes twice the offset that was chosen. */
export type TypedTime = {
  typed: string;
  zone: string;
  offset?: string | undefined;
  /** The instant that the field showed. What was not edited does not move, not by a second. */
  was?: Date | null | undefined;
};

/** The instant that somebody typed in a form; or why it is not taken, in words for beside the field. */
export function readTypedTime({ typed, zone, offset, was }: TypedTime): { instant: Date } | { problem: Message } {
  if (was && isUntouched(was, typed, zone, offset)) return { instant: was };
  const resolved = resolveLocalTime(typed, zone);
  if (resolved.kind === "twice") {
    const chosen = [resolved.first, resolved.second].find((each) => each.offset === offset);
    if (chosen) return { instant: chosen.instant };
  }
  if (resolved.kind === "once") return { instant: resolved.instant };
  return { problem: explainLocalTimeProblem(resolved, typed, zone) ?? message("fields.date_and_hour") };
}

function isUntouched(was: Date, typed: string, zone: string, offset: string | undefined): boolean {
  const shown = localMs(formatLocalTime(was, zone));
  return localMs(typed) === shown && (!offset || offset === formatOffset(getOffsetMs(was, zone)));
}

/** Where no minute matters, and nobody is there to be asked: the first instant, and after a gap when the clock goes on. */
export function resolveRoughly(local: string, zone: string): Date | undefined {
  const resolved = resolveLocalTime(local, zone);
  if (resolved.kind === "nonsense") return undefined;
  if (resolved.kind === "never") return resolveRoughly(resolved.firstAfter, zone);
  return resolved.kind === "twice" ? resolved.first.instant : resolved.instant;
}

/** Days that people give of their lives, such as a birthday, lie in these years. */
export const [FIRST_YEAR, LAST_YEAR] = [1900, 2199] as const;

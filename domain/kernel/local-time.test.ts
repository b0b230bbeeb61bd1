import { describe, expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import {
  addDays,
  formatLocalTime,
  formatOffset,
  formatLocalDay,
  explainLocalTimeProblem,
  getOffsetMs,
  getAmbiguousOffset,
  readTypedTime,
  resolveLocalTime,
  resolveRoughly,
  getStartOfDay,
} from "./local-time.ts";

const iso = (date: Date | undefined) => date?.toISOString();
const ZONES = Intl.supportedValuesOf("timeZone");
const [FROM, UNTIL] = [Date.UTC(2020, 0, 1), Date.UTC(2041, 0, 1)];
const HOUR = 3_600_000;

/** Asked of the runtime itself, by another way than the module's. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function clockOf(ms: number, zone: string): string {
  const made =
    clocks.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(zone, made);
  return made.format(ms).replace(" ", "T");
}

/** Every instant from 2020 to 2040 at which a zone's clock jumps. Zones with the same rules are looked at once. */
const transitions: { zone: string; at: number; before: number; after: number }[] = [];
const seen = new Set<string>();
for (const zone of ZONES) {
  const own: { at: number; before: number; after: number }[] = [];
  let [at, offset] = [FROM, getOffsetMs(new Date(FROM), zone)];
  for (; at < UNTIL; at += 7 * 24 * HOUR) {
    const next = getOffsetMs(new Date(at + 7 * 24 * HOUR), zone);
    if (next === offset) continue;
    let [low, high] = [at, at + 7 * 24 * HOUR];
    while (high - low > 1_000) {
      const middle = low + Math.floor((high - low) / 2_000) * 1_000;
      if (getOffsetMs(new Date(middle), zone) === offset) low = middle;
      else high = middle;
    }
    own.push({ at: high, before: offset, after: next });
    offset = next;
  }
  const rules = JSON.stringify(own);
  if (!seen.has(rules)) transitions.push(...own.map((each) => ({ zone, ...each })));
  seen.add(rules);
}

describe("every zone and every change of its clocks from 2020 to 2040", () => {
  test("there are many, and they are all looked at", () => {
    expect(ZONES.length).toBeGreaterThan(400);
    expect(transitions.length).toBeGreaterThan(1_000);
  });

  test("the clock shows what the runtime says, on both sides of the second", () => {
    for (const { zone, at } of transitions) {
      for (const ms of [at - 1_000, at, at + 1_000]) {
        const shown = formatLocalTime(new Date(ms), zone);
        expect([zone, shown.padEnd(19, ":00")]).toEqual([zone, clockOf(ms, zone)]);
      }
    }
  });

  test("each instant around it is found again by its clock's time and offset, and by nothing else", () => {
    for (const { zone, at } of transitions) {
      for (const step of [-25 * HOUR, -HOUR, -1_800_000, -1_000, 0, 1_000, 1_799_000, HOUR, 25 * HOUR]) {
        const instant = new Date(at + step);
        const local = formatLocalTime(instant, zone);
        const resolved = resolveLocalTime(local, zone);
        const offset = formatOffset(getOffsetMs(instant, zone));
        const found =
          resolved.kind === "once" ? [resolved] : resolved.kind === "twice" ? [resolved.first, resolved.second] : [];
        expect([zone, local, found.filter((each) => each.offset === offset).map((each) => iso(each.instant))]).toEqual([
          zone,
          local,
          [iso(instant)],
        ]);
        expect([zone, local, getAmbiguousOffset(instant, zone)]).toEqual([
          zone,
          local,
          found.length === 2 ? offset : undefined,
        ]);
        for (const each of found) expect(formatLocalTime(each.instant, zone)).toBe(local);
      }
    }
  });

  test("what it skips is on no clock, and what it repeats is there twice", () => {
    for (const { zone, at, before, after } of transitions) {
      const middle = new Date(at + (before + after) / 2).toISOString().slice(0, 19);
      expect([zone, middle, resolveLocalTime(middle, zone).kind]).toEqual([
        zone,
        middle,
        after > before ? "never" : "twice",
      ]);
    }
  });

  test("days lie end to end, each from the first second with its date to the first with the next one's", () => {
    for (const { zone, at } of transitions) {
      const day = formatLocalDay(new Date(at), zone);
      for (const each of [addDays(day, -1), day, addDays(day)]) {
        const [begin, end] = [getStartOfDay(each, zone) as Date, getStartOfDay(addDays(each), zone) as Date];
        expect(formatLocalDay(begin, zone) >= each).toBe(true);
        expect(formatLocalDay(new Date(begin.getTime() - 1), zone) < each).toBe(true);
        expect(end >= begin).toBe(true);
        expect(end.getTime() - begin.getTime()).toBeLessThanOrEqual(27 * HOUR);
      }
    }
  });
});

test.each([
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", 23],
  ["2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00.000Z", 25],
  ["2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00.000Z", 23],
  ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z", 23],
  ["2026-03-29", "Antarctica/Troll", "2026-03-29T00:00:00.000Z", 22],
  ["2026-04-05", "Australia/Lord_Howe", "2026-04-04T13:00:00.000Z", 24.5],
  ["2026-10-04", "Australia/Lord_Howe", "2026-10-03T13:30:00.000Z", 23.5],
  ["2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00.000Z", 24],
  ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z", 0],
  ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z", 24],
  ["2026-03-29", "Europe/Zurich", "2026-03-28T23:00:00.000Z", 23],
  ["2026-10-25", "Europe/Zurich", "2026-10-24T22:00:00.000Z", 25],
  ["2026-10-25", "Atlantic/Azores", "2026-10-25T00:00:00.000Z", 25],
  ["1970-01-01", "Africa/Monrovia", "1970-01-01T00:44:30.000Z", 24],
  ["2026-11-01", "America/Havana", "2026-11-01T04:00:00.000Z", 25],
])("%s in %s begins at %s and has %s hours", (day, zone, begins, hours) => {
  const [begin, end] = [getStartOfDay(day, zone) as Date, getStartOfDay(addDays(day), zone) as Date];
  expect(iso(begin)).toBe(begins);
  expect((end.getTime() - begin.getTime()) / HOUR).toBe(hours);
});

test("times that no clock shows, and those that it shows twice, are said in words", () => {
  const problem = (local: string, zone: string) =>
    inEnglish(explainLocalTimeProblem(resolveLocalTime(local, zone), local, zone));
  expect(problem("2026-03-29T02:30", "Europe/Zurich")).toBe(
    "02:30 on 29 March 2026 is on no clock in Europe/Zurich, which goes from 02:00 to 03:00. Choose a time before or after.",
  );
  expect(problem("2026-10-25T02:30", "Europe/Zurich")).toBe(
    "02:30 on 25 October 2026 comes twice in Europe/Zurich, where the clocks go back. Choose +02:00, the first, or +01:00, the second.",
  );
  expect(problem("2011-12-30T10:00", "Pacific/Apia")).toContain(
    "from 00:00 on 30 December 2011 to 00:00 on 31 December 2011",
  );
  expect(problem("2018-11-04T00:30", "America/Sao_Paulo")).toContain("from 00:00 to 01:00");
  expect(problem("2026-10-25T01:30", "Europe/Zurich")).toBeUndefined();
});

test("what a form did not change does not move, seconds and the second of two hours included", () => {
  const zone = "Europe/Zurich";
  for (const was of [
    "2026-10-25T00:30:00Z",
    "2026-10-25T01:30:00Z",
    "2026-01-08T17:30:15Z",
    "2026-01-08T17:30:15.250Z",
  ]) {
    const shown = formatLocalTime(new Date(was), zone);
    expect(readTypedTime({ typed: shown, zone, was: new Date(was) })).toEqual({ instant: new Date(was) });
  }
  const [first, second] = [new Date("2026-10-25T00:30:00Z"), new Date("2026-10-25T01:30:00Z")];
  const typed = "2026-10-25T02:30";
  expect(readTypedTime({ typed, zone })).toHaveProperty("problem");
  expect(readTypedTime({ typed, zone, offset: "+02:00" })).toEqual({ instant: first });
  expect(readTypedTime({ typed, zone, offset: "+01:00", was: first })).toEqual({ instant: second });
  expect(readTypedTime({ typed, zone, offset: "+05:00" })).toHaveProperty("problem");
  // Another zone was chosen in the same form: the clock's time stays, and means another instant.
  expect(readTypedTime({ typed, zone: "Asia/Tokyo", was: first })).toEqual({
    instant: new Date("2026-10-24T17:30:00Z"),
  });
});

test.each(["", "tomorrow", "2026-02-30", "2026-13-01T10:00", "08.01.2026", "2026-01-08T24:00", "2026-01-08T10:60"])(
  "%j is no time",
  (text) => {
    expect(resolveLocalTime(text, "Europe/Zurich")).toEqual({ kind: "nonsense" });
    expect(resolveRoughly(text, "Europe/Zurich")).toBeUndefined();
  },
);

test.each([
  ["2026-01-08T18:30", "Europe/Zurich", "2026-01-08T17:30:00.000Z"],
  ["2026-07-08T18:30", "Europe/Zurich", "2026-07-08T16:30:00.000Z"],
  ["2026-01-08", "Asia/Tokyo", "2026-01-07T15:00:00.000Z"],
  ["2026-01-08T18:30:15", "America/Los_Angeles", "2026-01-09T02:30:15.000Z"],
  ["2026-05-01T12:00", "Asia/Kathmandu", "2026-05-01T06:15:00.000Z"],
  ["0099-05-01T12:00", "UTC", "0099-05-01T12:00:00.000Z"],
])("%s in %s is %s, and back", (local, zone, instant) => {
  expect(resolveLocalTime(local, zone)).toMatchObject({ kind: "once", instant: new Date(instant) });
  expect(formatLocalTime(new Date(instant), zone)).toBe(local.length === 10 ? `${local}T00:00` : local);
});

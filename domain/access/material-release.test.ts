import { expect, test } from "vitest";
import { getReleaseAt, isReleased } from "./material-release.ts";

const at = (text: string) => new Date(text);
const none = { publishOn: null, publishAfterDays: null };
const zurich = { timezone: "Europe/Zurich", beganAt: at("2026-03-23T18:30:00Z") };

test("a material without a rule is published at once", () => {
  expect(getReleaseAt(none, zurich)).toBeNull();
  expect(isReleased(none, [zurich], at("1970-01-02T00:00:00Z"))).toBe(true);
});

test("a day begins on the clock of the cohort and not on that of the server", () => {
  const rule = { ...none, publishOn: "2026-03-03" };
  expect(getReleaseAt(rule, zurich)).toEqual(at("2026-03-02T23:00:00Z"));
  expect(getReleaseAt(rule, { ...zurich, timezone: "Pacific/Auckland" })).toEqual(at("2026-03-02T11:00:00Z"));
  expect(getReleaseAt(rule, { ...zurich, timezone: "America/Los_Angeles" })).toEqual(at("2026-03-03T08:00:00Z"));
});

test("days after the beginning are days of the calendar, also when the clocks change between them", () => {
  // 2026-03-29 has 23 hours in Zurich.
  const release = getReleaseAt({ ...none, publishAfterDays: 7 }, zurich);
  expect(release).toEqual(at("2026-03-29T22:00:00Z"));
  expect(isReleased({ ...none, publishAfterDays: 7 }, [zurich], at("2026-03-29T21:59:59Z"))).toBe(false);
  expect(isReleased({ ...none, publishAfterDays: 7 }, [zurich], at("2026-03-29T22:00:00Z"))).toBe(true);
});

test("no days after the beginning is the day of the beginning", () => {
  expect(getReleaseAt({ ...none, publishAfterDays: 0 }, zurich)).toEqual(at("2026-03-22T23:00:00Z"));
});

test("the first of several ways to a course that opens a material is enough, and without any it stays shut", () => {
  const later = { timezone: "Europe/Zurich", beganAt: at("2026-09-01T08:00:00Z") };
  const rule = { ...none, publishAfterDays: 1 };
  expect(isReleased(rule, [later, zurich], at("2026-04-01T08:00:00Z"))).toBe(true);
  expect(isReleased(rule, [later], at("2026-04-01T08:00:00Z"))).toBe(false);
  expect(isReleased(none, [], at("2026-04-01T08:00:00Z"))).toBe(false);
});

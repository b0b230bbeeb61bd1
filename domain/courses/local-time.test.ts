import { expect, test } from "vitest";
import { instantOf, localOf } from "./local-time.ts";

test.each([
  ["2026-01-08T18:30", "Europe/Zurich", "2026-01-08T17:30:00.000Z"],
  ["2026-07-08T18:30", "Europe/Zurich", "2026-07-08T16:30:00.000Z"],
  ["2026-01-08", "Asia/Tokyo", "2026-01-07T15:00:00.000Z"],
  ["2026-01-08T18:30:15", "America/Los_Angeles", "2026-01-09T02:30:00.000Z"],
  ["2026-05-01T12:00", "Asia/Kathmandu", "2026-05-01T06:15:00.000Z"],
])("%s in %s is %s, and back", (local, timezone, instant) => {
  expect(instantOf(local, timezone)?.toISOString()).toBe(instant);
  expect(localOf(new Date(instant), timezone)).toBe(local.length === 10 ? `${local}T00:00` : local.slice(0, 16));
});

test("an hour that the clocks skip moves forward with them, one that comes twice is the first", () => {
  expect(instantOf("2026-03-29T02:30", "Europe/Zurich")?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
  expect(instantOf("2026-10-25T02:30", "Europe/Zurich")?.toISOString()).toBe("2026-10-25T00:30:00.000Z");
});

test.each(["", "tomorrow", "2026-02-30", "2026-13-01T10:00", "08.01.2026"])("%j is no date", (text) => {
  expect(instantOf(text, "Europe/Zurich")).toBeUndefined();
});

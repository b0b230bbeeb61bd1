import { expect, it } from "vitest";
import { hoursElsewhere, hoursWords, spanWords } from "./hours.tsx";

const hour = (from: string, hours = 2) => {
  const startsAt = new Date(from);
  return { startsAt, endsAt: new Date(startsAt.getTime() + hours * 3_600_000) };
};

const now = new Date("2026-11-20T10:00:00Z");
const viewerIn = (timezone: string) => ({ timezone, now });

it("says a meeting's hours on the wall of its place, before and after the clocks are changed", () => {
  expect(spanWords(hour("2026-10-22T16:30:00Z"), "Europe/Zurich", now)).toBe("Thursday 22 October, 18:30–20:30");
  expect(spanWords(hour("2026-10-29T17:30:00Z"), "Europe/Zurich", now)).toBe("Thursday 29 October, 18:30–20:30");
  expect(spanWords(hour("2026-03-29T00:30:00Z"), "Europe/Zurich", now)).toBe("Sunday 29 March, 01:30–04:30");
});

it("says the day again when a meeting ends on another", () => {
  expect(spanWords(hour("2026-01-08T22:00:00Z"), "Europe/Zurich", now)).toBe(
    "Thursday 8 January, 23:00–Friday 9 January, 01:00",
  );
});

it("says the year whenever it is not the present one", () => {
  const night = hour("2026-12-31T22:00:00Z");
  expect(spanWords(night, "Europe/Zurich", now)).toBe("Thursday 31 December, 23:00–Friday 1 January 2027, 01:00");
  expect(spanWords(night, "Asia/Tokyo", now)).toBe("Friday 1 January 2027, 07:00–09:00");
  expect(hoursWords(night, "Asia/Tokyo", now)).toBe("Friday, 07:00–09:00");
});

it("leaves out the date where it stands beside the hours already", () => {
  expect(hoursWords(hour("2026-01-08T17:30:00Z"), "Europe/Zurich", now)).toBe("Thursday, 18:30–20:30");
});

it("adds the viewer's own hours only where their clock shows something else", () => {
  const evening = hour("2026-11-05T00:00:00Z", 1);
  expect(hoursElsewhere(evening, "America/New_York", viewerIn("Asia/Tokyo"))).toBe("Thursday 5 November, 09:00–10:00");
  expect(hoursElsewhere(evening, "America/New_York", viewerIn("America/Toronto"))).toBeUndefined();
  // For two weeks in spring New York has changed its clocks and Basel has not.
  const between = hour("2026-03-20T18:00:00Z");
  expect(spanWords(between, "America/New_York", now)).toBe("Friday 20 March, 14:00–16:00");
  expect(hoursElsewhere(between, "America/New_York", viewerIn("Europe/Zurich"))).toBe("Friday 20 March, 19:00–21:00");
});

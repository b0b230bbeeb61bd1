import { expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { repeatMeetingWeekly } from "./repeat-meeting-weekly.ts";

const first = {
  title: "Evening",
  note: "",
  place: "",
  link: "",
  startsAt: new Date("2026-03-19T17:30:00Z"),
  endsAt: new Date("2026-03-19T19:00:00Z"),
};

test("keeps the hour on the wall when clocks change in between", () => {
  const starts = repeatMeetingWeekly(first, "Europe/Zurich", 3).map(({ startsAt }) => startsAt.toISOString());
  expect(starts).toEqual(["2026-03-19T17:30:00.000Z", "2026-03-26T17:30:00.000Z", "2026-04-02T16:30:00.000Z"]);
});

test("keeps how long it takes and everything else", () => {
  const [, second] = repeatMeetingWeekly(first, "Europe/Zurich", 2);
  expect(second?.endsAt.toISOString()).toBe("2026-03-26T19:00:00.000Z");
  expect(second?.title).toBe("Evening");
});

test("refuses a week in which no clock shows the hour, by its date and beside its field", () => {
  const night = { ...first, startsAt: new Date("2026-03-15T01:30:00Z"), endsAt: new Date("2026-03-15T04:00:00Z") };
  let refused: unknown;
  try {
    repeatMeetingWeekly(night, "Europe/Zurich", 4);
  } catch (error) {
    refused = error;
  }
  expect(isRefusal(refused) && inEnglish(refused.detail.fields)).toEqual({
    startsAt:
      "Week 3: 02:30 on 29 March 2026 is on no clock in Europe/Zurich, which goes from 02:00 to 03:00. Choose a time before or after.",
  });
  const ending = { ...first, startsAt: new Date("2026-03-15T00:30:00Z"), endsAt: new Date("2026-03-15T01:30:00Z") };
  expect(() => repeatMeetingWeekly(ending, "Europe/Zurich", 4)).toThrow();
});

test("takes the hour with the offset of the first where it comes twice, and always ends after it began", () => {
  const at = (startsAt: string, endsAt: string) =>
    repeatMeetingWeekly({ ...first, startsAt: new Date(startsAt), endsAt: new Date(endsAt) }, "Europe/Zurich", 3).map(
      (each) => [each.startsAt, each.endsAt].map((instant) => instant.toISOString().slice(5, 16)),
    );
  // From summer, over the night of 25 October 2026, in which 02:00 to 03:00 comes twice.
  expect(at("2026-10-18T00:30:00Z", "2026-10-18T00:45:00Z")[1]).toEqual(["10-25T00:30", "10-25T00:45"]);
  // From the second of the two on: later weeks are in winter, and a year later it is the second again.
  expect(at("2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z")[1]).toEqual(["11-01T01:30", "11-01T02:30"]);
});

test("keeps the seconds, and the part of a second that no clock shows", () => {
  const startsAt = new Date("2026-03-19T17:30:15.250Z");
  expect(
    repeatMeetingWeekly({ ...first, startsAt }, "Europe/Zurich", 3)
      .at(-1)
      ?.startsAt.toISOString(),
  ).toBe("2026-04-02T16:30:15.250Z");
});

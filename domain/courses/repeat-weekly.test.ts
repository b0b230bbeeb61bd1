import { expect, test } from "vitest";
import { repeatWeekly } from "./repeat-weekly.ts";

const first = {
  title: "Evening",
  note: "",
  place: "",
  link: "",
  startsAt: new Date("2026-03-19T17:30:00Z"),
  endsAt: new Date("2026-03-19T19:00:00Z"),
};

test("keeps the hour on the wall when clocks change in between", () => {
  const starts = repeatWeekly(first, "Europe/Zurich", 3).map(({ startsAt }) => startsAt.toISOString());
  expect(starts).toEqual(["2026-03-19T17:30:00.000Z", "2026-03-26T17:30:00.000Z", "2026-04-02T16:30:00.000Z"]);
});

test("keeps how long it takes and everything else", () => {
  const [, second] = repeatWeekly(first, "Europe/Zurich", 2);
  expect(second?.endsAt.toISOString()).toBe("2026-03-26T19:00:00.000Z");
  expect(second?.title).toBe("Evening");
});

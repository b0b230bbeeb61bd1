import { expect, test } from "vitest";
import { computeCourseDays } from "./compute-course-days.ts";

const at = (text: string) => new Date(text);
const place = {
  createdAt: at("2026-01-01T10:00:00Z"),
  activatedAt: at("2026-01-02T10:00:00Z"),
  endedAt: at("2026-06-30T21:59:00Z"),
};
const NOW = at("2026-10-01T08:00:00Z");
const cohort = { startsAt: null, endsAt: null, timezone: "Europe/Zurich", meetings: [] };

test("days are those of the cohort's place, and hours those of its meetings, however long the clock says they are", () => {
  const meetings = [
    { startsAt: at("2026-03-29T00:30:00Z"), endsAt: at("2026-03-29T02:00:00Z") },
    { startsAt: at("2026-03-27T23:30:00Z"), endsAt: at("2026-03-28T01:00:00Z") },
  ];
  expect(computeCourseDays({ ...cohort, meetings }, place, NOW)).toEqual({
    startsOn: "2026-03-28",
    endsOn: "2026-03-29",
    completedOn: "2026-06-30",
    minutes: 180,
  });
});

test("without meetings the cohort's dates count, and without those the student's own", () => {
  const dated = { ...cohort, startsAt: at("2026-02-01T08:00:00Z"), endsAt: at("2026-05-01T08:00:00Z") };
  expect(computeCourseDays(dated, place, NOW)).toMatchObject({
    startsOn: "2026-02-01",
    endsOn: "2026-05-01",
    minutes: null,
  });
  expect(computeCourseDays(cohort, place, NOW)).toMatchObject({ startsOn: "2026-01-02", endsOn: "2026-06-30" });
});

test("nothing ends before it began", () => {
  const turned = { ...cohort, startsAt: at("2026-09-01T08:00:00Z") };
  expect(computeCourseDays(turned, place, NOW)).toMatchObject({ startsOn: "2026-09-01", endsOn: "2026-09-01" });
});

test("meetings that are still to come stand in neither the days nor the hours; those of today do", () => {
  const meetings = [
    { startsAt: at("2026-03-02T18:00:00Z"), endsAt: at("2026-03-02T20:00:00Z") },
    { startsAt: at("2026-03-09T18:00:00Z"), endsAt: at("2026-03-09T20:00:00Z") },
    { startsAt: at("2026-03-16T18:00:00Z"), endsAt: at("2026-03-16T20:00:00Z") },
  ];
  const on = (now: string) => computeCourseDays({ ...cohort, meetings }, place, at(now));
  expect(on("2026-03-09T08:00:00Z")).toMatchObject({ startsOn: "2026-03-02", endsOn: "2026-03-09", minutes: 240 });
  expect(on("2026-03-16T08:00:00Z")).toMatchObject({ endsOn: "2026-03-16", minutes: 360 });
  expect(on("2026-03-01T08:00:00Z")).toMatchObject({ startsOn: "2026-01-02", minutes: null });
});

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { CohortInside, CourseInside } from "#domain/learning/get-course-inside.ts";
import { BesideCourse } from "./beside-course.tsx";

const meeting = { id: "mtg_1", title: "", note: "", place: "", link: "", startsAt: new Date(0), endsAt: new Date(1) };
const cohort: CohortInside = {
  ...{ id: "coh_1", name: "Any time", timezone: "Asia/Tokyo", place: "", startsAt: null, endsAt: null },
  meetings: [],
  nextMeetingId: null,
};
const until = new Date("2027-06-30T16:30:00Z");
const course: CourseInside = {
  ...{
    id: "crs_1",
    slug: "paper",
    title: "Paper",
    summary: "",
    state: "published",
    language: "en",
    materials: [],
    teachers: [],
  },
  textLanguages: { title: "en", summary: "en", description: "en" },
  access: { why: "enrolled", endsAt: until },
  why: { why: "enrolment", until, orderCode: null, grantedAt: new Date(0) },
  cohorts: [cohort],
};
const drawn = (shown: CourseInside) =>
  renderToStaticMarkup(<BesideCourse course={shown} schoolTimezone="Europe/Zurich" />);

test("a calendar is offered where there are dates to put into it, and nowhere else", () => {
  expect(drawn(course)).not.toContain("/calendar/");
  expect(drawn({ ...course, cohorts: [{ ...cohort, meetings: [meeting] }] })).toContain("/calendar/coh_1.ics");
});

test("the end of somebody's access is said on the school's clock, not the course's, with its hour", () => {
  expect(drawn(course)).toContain("30 June 2027, 18:30 (Europe/Zurich)");
});

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { CohortInside, CourseInside } from "#domain/learning/get-course-inside.ts";
import { BesideCourse } from "./beside-course.tsx";

const meeting = {
  id: "mtg_1",
  title: "",
  note: "",
  place: "",
  link: "",
  startsAt: new Date(0),
  endsAt: new Date(1),
  textLanguages: { title: "en", note: "en", place: "en" },
};
const cohort: CohortInside = {
  ...{ id: "coh_1", name: "Any time", timezone: "Asia/Tokyo", place: "", startsAt: null, endsAt: null },
  textLanguages: { name: "en", place: "en" },
  meetings: [],
  nextMeetingId: null,
  completionMaterialsPercent: null,
  completionAttendancePercent: null,
  state: null,
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
    contents: {
      ...{ materials: [], sections: new Map(), upcoming: 0, next: null },
      progress: { done: 0, total: 0, percent: 0 },
    },
    teachers: [],
  },
  textLanguages: { title: "en", summary: "en", description: "en" },
  access: { why: "enrolled", endsAt: until, terms: [] },
  explained: {
    ...{ courseId: "crs_1", courseSlug: "paper", courseTitle: "Paper", courseLanguage: "en", state: "open" },
    ...{ startsAt: new Date(0), endsAt: until, reasons: [{ kind: "enrolment" }], grants: [] },
  },
  cohorts: [cohort],
};
const drawn = (shown: CourseInside) =>
  renderToStaticMarkup(<BesideCourse course={shown} schoolTimezone="Europe/Zurich" now={new Date(0)} />);

test("a calendar is offered where there are dates to put into it, and nowhere else", () => {
  expect(drawn(course)).not.toContain("/calendar/");
  expect(drawn({ ...course, cohorts: [{ ...cohort, meetings: [meeting] }] })).toContain("/calendar/coh_1.ics");
});

test("the end of somebody's access is said on the school's clock, not the course's, with its hour", () => {
  expect(drawn(course)).toContain("30 June 2027, 18:30 (Europe/Zurich)");
});

test("the way to renew is offered while access ends soon, and not long before", () => {
  const at = (now: string) =>
    renderToStaticMarkup(<BesideCourse course={course} schoolTimezone="Europe/Zurich" now={new Date(now)} />);
  expect(at("2027-05-01T00:00:00Z")).not.toContain("/learning/paper/renew");
  expect(at("2027-06-10T00:00:00Z")).toContain("/learning/paper/renew");
});

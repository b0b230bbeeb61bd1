import { expect, test } from "vitest";
import type { PricedCoursePage } from "#domain/pricing/get-priced-course-page.ts";
import { courseFacts, scriptSafe } from "./facts.ts";

const course: PricedCoursePage = {
  id: "crs_1",
  slug: "a",
  title: '</script><script>alert("x")</script>',
  summary: "<!-- s",
  descriptionHtml: "",
  subject: "Crafts",
  subjectName: "Crafts",
  textLanguages: { title: "en", summary: "en", description: "en" },
  level: "beginner",
  language: "en",
  state: "published",
  imageFileId: null,
  updatedAt: new Date(0),
  teachers: [{ name: "Ines Roth", about: "" }],
  materials: [],
  cohorts: [
    {
      id: "coh_1",
      name: "Winter",
      startsAt: new Date("2026-01-08T17:30:00Z"),
      endsAt: null,
      timezone: "Europe/Zurich",
      place: "Basel",
      textLanguages: { name: "en", place: "en" },
      alwaysOpen: false,
      leaving: { cancel: null, move: null },
      tentative: null,
      planned: null,
      early: null,
      group: null,
      plan: null,
      price: { minor: 48_000, currency: "CHF" },
      state: "full",
      seatsLeft: 0,
      opensAt: null,
      closesAt: null,
      waitingList: true,
      accessDays: null,
      accessUntil: null,
      meetings: [],
      meetingsTotal: 0,
    },
  ],
  refundPolicy: { text: "", language: "en" },
  holdMinutes: 15,
  takesTransfers: false,
  schoolName: "Lindenhof",
};

test("a title cannot end the script it stands in", () => {
  const written = scriptSafe(JSON.stringify(courseFacts(course, "https://school.example")));
  expect(written).not.toContain("<");
  expect(JSON.parse(written)).toMatchObject({ name: course.title, description: "<!-- s" });
});

test("a course and its offerings are said in schema.org's words", () => {
  expect(courseFacts(course, "https://school.example")).toMatchObject({
    "@type": "Course",
    url: "https://school.example/courses/a",
    educationalLevel: "beginner",
    hasCourseInstance: [
      {
        "@type": "CourseInstance",
        courseMode: "Onsite",
        startDate: "2026-01-08T17:30:00.000Z",
        instructor: [{ "@type": "Person", name: "Ines Roth" }],
        offers: { price: "480.00", priceCurrency: "CHF", availability: "https://schema.org/SoldOut" },
      },
    ],
  });
});

test("what is held online is no place, and what cannot be joined is not in stock", () => {
  const [winter] = course.cohorts;
  if (!winter) throw new Error("the course has an offering");
  const online = { ...course, cohorts: [{ ...winter, place: "Online, any time", state: "closed" as const }] };
  const [said] = courseFacts(online, "https://school.example").hasCourseInstance;
  expect(said).toMatchObject({ courseMode: "Online", offers: { availability: "https://schema.org/OutOfStock" } });
  expect(said).not.toHaveProperty("location");
});

test("while there is a price for whoever orders early, that is the offer, and until when", () => {
  const [winter] = course.cohorts;
  if (!winter) throw new Error("the course has an offering");
  const until = new Date("2026-01-31T23:00:00Z");
  const early = { name: "Early bird", price: { minor: 38_400, currency: "CHF" }, until };
  const [said] = courseFacts(
    { ...course, cohorts: [{ ...winter, early }] },
    "https://school.example",
  ).hasCourseInstance;
  expect(said?.offers).toMatchObject({ price: "384.00", priceValidUntil: "2026-01-31T23:00:00.000Z" });
});

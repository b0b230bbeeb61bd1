import { expect, test } from "vitest";
import {
  CohortChanges,
  CohortFields,
  CohortForm,
  CourseChanges,
  CourseFields,
  LENGTHS,
  MaterialFields,
  MeetingForm,
} from "./schemas.ts";

const cohort = { name: "Winter", timezone: "Europe/Zurich", priceMinor: 0, currency: "CHF" };
const form = { name: "Winter", timezone: "Europe/Zurich", price: "480.50", currency: "CHF" };
const problems = (result: { error?: { issues: { path: PropertyKey[] }[] } }) =>
  result.error?.issues.map(({ path }) => path.join(".")) ?? [];

test("each text has its longest length and says so beside its field", () => {
  for (const field of ["title", "summary", "description", "subject"] as const) {
    const text = "x".repeat(LENGTHS[field]);
    expect(problems(CourseFields.safeParse({ title: "t", [field]: text }))).toEqual([]);
    expect(problems(CourseFields.safeParse({ title: "t", [field]: `${text}x` }))).toEqual([field]);
  }
});

test("a form's clock is the clock of its timezone, and its price is in decimals of its currency", () => {
  const read = CohortForm.parse({ ...form, startsAt: "2026-01-08T18:30", capacity: "12", waitingList: "on" });
  expect(read).toMatchObject({
    startsAt: new Date("2026-01-08T17:30:00Z"),
    endsAt: null,
    capacity: 12,
    accessDays: null,
    priceMinor: 48_050,
    waitingList: true,
  });
  expect(CohortForm.parse({ ...form, price: "9000", currency: "JPY" })).toMatchObject({
    priceMinor: 9_000,
    waitingList: false,
  });
  expect(CohortForm.parse({ ...form, price: "" }).priceMinor).toBe(0);
});

test.each([
  ["price", { price: "480.505" }],
  ["price", { price: "-1" }],
  ["capacity", { capacity: "many" }],
  ["capacity", { capacity: "100001" }],
  ["accessDays", { accessDays: "0" }],
  ["startsAt", { startsAt: "soon" }],
  ["startsAt", { startsAt: "0026-01-08T18:30" }],
  ["opensAt", { opensAt: "2200-01-08T18:30" }],
  ["endsAt", { startsAt: "2026-01-08T18:30", endsAt: "2026-01-07T18:30" }],
  ["closesAt", { opensAt: "2026-01-08T18:30", closesAt: "2026-01-08T18:30" }],
  ["currency", { currency: "francs" }],
  ["timezone", { timezone: "Mars/Olympus" }],
  ["name", { name: "  " }],
])("a form with a wrong %s says so beside it", (field, wrong) => {
  expect(problems(CohortForm.safeParse({ ...form, ...wrong }))).toContain(field);
});

test.each(["many", "1.5", "-3", "1e3"])("seats of %s are refused in words for who fills in the form", (capacity) => {
  const read = CohortForm.safeParse({ ...form, capacity });
  expect(read.error?.issues.map(({ message }) => message)).toEqual(["A whole number, such as 12."]);
});

test("JSON says moments with their offset and prices in minor units", () => {
  expect(CohortFields.parse({ ...cohort, startsAt: "2026-01-08T18:30:00+01:00" }).startsAt).toEqual(
    new Date("2026-01-08T17:30:00Z"),
  );
  expect(problems(CohortFields.safeParse({ ...cohort, startsAt: "2026-01-08T18:30" }))).toEqual(["startsAt"]);
  expect(problems(CohortFields.safeParse({ ...cohort, startsAt: "0026-01-08T18:30:00+01:00" }))).toEqual(["startsAt"]);
  expect(problems(CohortFields.safeParse({ ...cohort, priceMinor: 1.5 }))).toEqual(["priceMinor"]);
});

test("changes hold only what was sent: nothing is reset by being left out", () => {
  expect(CourseChanges.parse({ title: "New" })).toEqual({ title: "New" });
  expect(CohortChanges.parse({ capacity: null })).toEqual({ capacity: null });
});

test("a material has the part that its kind needs, and a link leads to the web", () => {
  expect(problems(MaterialFields.safeParse({ kind: "text", title: "t" }))).toEqual(["body"]);
  expect(problems(MaterialFields.safeParse({ kind: "file", title: "t" }))).toEqual(["fileId"]);
  expect(problems(MaterialFields.safeParse({ kind: "link", title: "t" }))).toEqual(["url"]);
  expect(problems(MaterialFields.safeParse({ kind: "link", title: "t", url: "javascript:alert(1)" }))).toContain("url");
});

test("a meeting ends after it starts", () => {
  const meeting = { timezone: "UTC", startsAt: "2026-01-08T18:30", endsAt: "2026-01-08T18:30" };
  expect(problems(MeetingForm.safeParse(meeting))).toEqual(["endsAt"]);
});

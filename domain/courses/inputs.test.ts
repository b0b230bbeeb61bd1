import { expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import {
  CohortChanges,
  CohortFields,
  CohortForm,
  CourseChanges,
  CourseFields,
  LENGTHS,
  MeetingForm,
} from "./inputs.ts";
import { MaterialFields } from "./material-inputs.ts";

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
  ["accessUntil", { accessUntil: "soon" }],
  ["accessUntil", { accessUntil: "2026-12-31" }],
  ["accessUntil", { accessUntil: "2026-02-29", closesAt: "2026-01-08T18:30" }],
  ["renewal", { renewal: "instant", renewalDays: "30" }],
  ["renewalDays", { renewal: "instant", accessDays: "30" }],
  ["renewalPrice", { renewal: "request", accessDays: "30", renewalDays: "30", renewalPrice: "1" }],
  ["renewalPrice", { renewalPrice: "1.001" }],
  ["renewalsMax", { renewalsMax: "0" }],
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
  expect(read.error?.issues.map(({ message }) => inEnglish(message))).toEqual(["A whole number, such as 12."]);
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

test("a meeting at the second 02:30 of the night the clocks go back stays there when its note is edited", () => {
  const startsAt = new Date("2026-10-25T01:30:00Z");
  const endsAt = new Date("2026-10-25T03:00:15.250Z");
  const shown = {
    timezone: "Europe/Zurich",
    startsAt: "2026-10-25T02:30",
    startsAtOffset: "+01:00",
    startsAtWas: startsAt.toISOString(),
    endsAt: "2026-10-25T04:00:15",
    endsAtWas: endsAt.toISOString(),
  };
  expect(MeetingForm.parse({ ...shown, note: "Bring a lamp." })).toMatchObject({
    note: "Bring a lamp.",
    startsAt,
    endsAt,
  });
  // A page from before there was a choice sends none.
  const { startsAtOffset: _, ...without } = shown;
  expect(MeetingForm.parse(without)).toMatchObject({ startsAt, endsAt });
});

test("a new time that comes twice is asked about beside its field, and taken with its offset", () => {
  const typed = { timezone: "Europe/Zurich", startsAt: "2026-10-25T02:30", endsAt: "2026-10-25T04:00" };
  const { error } = MeetingForm.safeParse(typed);
  expect(inEnglish(error?.issues)).toMatchObject([
    { path: ["startsAt"], message: expect.stringContaining("comes twice") },
  ]);
  expect(MeetingForm.parse({ ...typed, startsAtOffset: "+02:00" }).startsAt).toEqual(new Date("2026-10-25T00:30:00Z"));
  expect(MeetingForm.parse({ ...typed, startsAtOffset: "+01:00" }).startsAt).toEqual(new Date("2026-10-25T01:30:00Z"));
});

test.each([
  ["2026-03-29T02:30", "Europe/Zurich"],
  ["2018-11-04T00:30", "America/Sao_Paulo"],
  ["2011-12-30T12:00", "Pacific/Apia"],
])("%s in %s is on no clock, and refused beside its field", (startsAt, timezone) => {
  for (const read of [
    MeetingForm.safeParse({ timezone, startsAt, endsAt: "2030-01-01T10:00" }),
    CohortForm.safeParse({ ...form, timezone, startsAt }),
  ]) {
    expect(inEnglish(read.error?.issues)).toMatchObject([
      { path: ["startsAt"], message: expect.stringContaining("on no clock") },
    ]);
  }
});

test("a course is in a language that exists, whether it is made, changed or imported", () => {
  for (const fields of [CourseFields, CourseChanges]) {
    for (const language of ["de", "pt-BR", "gsw"])
      expect(fields.safeParse({ title: "Bookbinding", language }).success, language).toBe(true);
    for (const language of ["xx-nope-zz", "xx", "en-ZZ"]) {
      const { error } = fields.safeParse({ title: "Bookbinding", language });
      expect(inEnglish(error?.issues), language).toMatchObject([
        { path: ["language"], message: "There is no language with this tag. Write one such as en or pt-BR." },
      ]);
    }
  }
});

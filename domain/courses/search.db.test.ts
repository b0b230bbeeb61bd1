import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { administer } from "#db/testing.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { visitor } from "../kernel/actor.ts";
import { createCohort } from "./create-cohort.ts";
import { createCourse } from "./create-course.ts";
import { publishCourse } from "./publish-course.ts";
import { CohortFields, CourseFields } from "./inputs.ts";
import { CATALOGUE_PAGE_SIZE } from "./catalogue-queries.ts";
import { type CourseSearch, listCourses, searchCourses } from "./search-courses.ts";
import { unpublishCourse } from "./unpublish-course.ts";
import { countSitemapParts, listSitemapPart } from "./sitemap.ts";

let school: TestSchool;

type Sample = Partial<CourseFields> & { offers?: object[]; draft?: boolean };

const SAMPLES: Sample[] = [
  {
    title: "Bookbinding",
    subject: "Crafts",
    level: "beginner",
    offers: [{ startsAt: "2026-03-01T10:00:00Z", priceMinor: 48_000, capacity: 3 }],
  },
  {
    title: "Advanced bookbinding",
    subject: "Crafts",
    level: "advanced",
    offers: [{ startsAt: "2026-02-01T10:00:00Z", priceMinor: 90_000, capacity: 0 }],
  },
  {
    title: "Paper",
    subject: "Crafts",
    description: "Everything before **bookbinding** begins.",
    offers: [{ priceMinor: 0 }],
  },
  {
    title: "Çà et là: français",
    subject: "Languages",
    summary: "Parler à Zürich.",
    offers: [{ startsAt: "2026-04-01T10:00:00Z", priceMinor: 10_000, name: "Frühling" }],
  },
  {
    title: "中級漢字",
    subject: "Languages",
    level: "intermediate",
    offers: [{ priceMinor: 0, opensAt: "2026-06-01T00:00:00Z" }],
  },
  { title: "100% wool_felt", subject: "Crafts", offers: [{ endsAt: "2025-01-01T00:00:00Z", priceMinor: 0 }] },
  { title: "Go", subject: "Games", offers: [] },
  { title: "Secret bookbinding", subject: "Crafts", draft: true },
];

beforeAll(async () => {
  school = await openTestSchool();
  for (const { offers = [], draft, ...fields } of SAMPLES) {
    const input = CourseFields.parse({ summary: "A course.", ...fields });
    const { id } = await school.asSystem((ctx) => createCourse(ctx, input));
    for (const offer of offers) {
      const cohort = CohortFields.parse({ name: "Evenings", timezone: "Europe/Zurich", currency: "CHF", ...offer });
      await school.asSystem((ctx) => createCohort(ctx, { courseId: id, ...cohort }));
    }
    if (!draft) await school.asSystem((ctx) => publishCourse(ctx, { courseId: id }));
  }
});
afterAll(() => school.drop());

const find = (search: CourseSearch) => searchCourses(school.reading(visitor), search);
const titles = async (search: CourseSearch) => (await find(search)).items.map(({ title }) => title);

test("titles come before descriptions: the title itself, then what begins so, then what holds it", async () => {
  expect(await titles({ q: "bookbinding" })).toEqual(["Bookbinding", "Advanced bookbinding", "Paper"]);
});

test("parts of words are found, whatever their accents and case", async () => {
  for (const q of ["BINDIN", "okbind", "bookbinding craft"]) expect(await titles({ q })).toContain("Bookbinding");
  for (const q of ["FRANCAIS", "ca et la", "Francais zurich", "fruhling"]) {
    expect(await titles({ q })).toEqual(["Çà et là: français"]);
  }
});

test("words of one and two letters are found, and so are other scripts", async () => {
  expect(await titles({ q: "go" })).toEqual(["Go"]);
  expect(await titles({ q: "漢" })).toEqual(["中級漢字"]);
  expect(await titles({ q: "中級漢" })).toEqual(["中級漢字"]);
});

test("what means something to the index or to LIKE is only text", async () => {
  expect(await titles({ q: "100%" })).toEqual(["100% wool_felt"]);
  expect(await titles({ q: "l_f" })).toEqual(["100% wool_felt"]);
  for (const q of ['"', "book* OR", "title:paper", "NEAR(", "\\", "%", "_x_", "a'b;--", "AND"]) {
    expect(await titles({ q })).toEqual(q === "%" ? ["100% wool_felt"] : []);
  }
});

test("a hundred words and a very long one are answered, with nothing", async () => {
  expect(await titles({ q: "paper ".repeat(100) })).toEqual(["Paper"]);
  expect(await titles({ q: "x".repeat(5_000) })).toEqual([]);
});

test("drafts are found by nobody", async () => {
  expect(await titles({ q: "secret" })).toEqual([]);
});

test("price, dates and seats must fit one and the same offering", async () => {
  expect(await titles({ price: "free", sort: "title" })).toEqual(["Paper", "中級漢字"]);
  expect(await titles({ price: "paid", seats: true, sort: "title" })).toEqual(
    ["Bookbinding", "Çà et là: français"].sort(byPlain),
  );
  expect(await titles({ from: new Date("2026-02-15T00:00:00Z"), to: new Date("2026-03-15T00:00:00Z") })).toEqual([
    "Bookbinding",
  ]);
  expect(await titles({ from: new Date("2026-02-15T00:00:00Z"), price: "free" })).toEqual([]);
});

test("what is full, not open yet or over has no seats", async () => {
  expect((await titles({ seats: true })).sort()).toEqual(["Bookbinding", "Paper", "Çà et là: français"]);
});

function byPlain(a: string, b: string) {
  return a.normalize("NFKD").toLowerCase() < b.normalize("NFKD").toLowerCase() ? -1 : 1;
}

test("every choice says how many courses it would give", async () => {
  const all = await find({});
  expect(all.total).toBe(7);
  expect(all.subjects).toEqual([
    { value: "Crafts", name: "Crafts", count: 4 },
    { value: "Games", name: "Games", count: 1 },
    { value: "Languages", name: "Languages", count: 2 },
  ]);
  const narrowed = await find({ subject: "Crafts", level: "advanced" });
  expect(narrowed.total).toBe(1);
  expect(narrowed.levels).toEqual([
    { value: "any", count: 2 },
    { value: "beginner", count: 1 },
    { value: "advanced", count: 1 },
  ]);
  expect(narrowed.subjects).toEqual([{ value: "Crafts", name: "Crafts", count: 1 }]);
});

test("sorting by start puts the soonest first, then what is always open, then what is over or has no dates", async () => {
  const sorted = await titles({ sort: "start" });
  expect(sorted.slice(0, 3)).toEqual(["Advanced bookbinding", "Bookbinding", "Çà et là: français"]);
  expect(sorted.slice(3, 5).sort()).toEqual(["Paper", "中級漢字"].sort());
  expect(sorted.slice(5).sort()).toEqual(["100% wool_felt", "Go"]);
});

test("sorting by price puts the cheapest first and what has no price last", async () => {
  const sorted = await titles({ sort: "price" });
  expect(sorted.slice(2, 5)).toEqual(["Çà et là: français", "Bookbinding", "Advanced bookbinding"]);
  expect(sorted.slice(5).sort()).toEqual(["100% wool_felt", "Go"]);
});

test("an offering that is under way counts until it ends: in what is looked for, in the order and among the prices", async () => {
  const [day, title] = [24 * 3_600_000, "Glazing"];
  const { id } = await school.asSystem((ctx) =>
    createCourse(ctx, CourseFields.parse({ title, summary: "Under way.", subject: "Glass" })),
  );
  const now = school.clock().getTime();
  const dates = { startsAt: new Date(now - day).toISOString(), endsAt: new Date(now + day).toISOString() };
  const cohort = CohortFields.parse({
    name: "Now",
    timezone: "Europe/Zurich",
    currency: "EUR",
    priceMinor: 0,
    ...dates,
  });
  await school.asSystem((ctx) => createCohort(ctx, { courseId: id, ...cohort }));
  await school.asSystem((ctx) => publishCourse(ctx, { courseId: id }));
  // What is over, or was never offered, comes last.
  for (const sort of ["start", "price"] as const) {
    expect((await titles({ sort })).slice(-2).sort()).toEqual(["100% wool_felt", "Go"]);
  }
  expect(await titles({ price: "free" })).toContain(title);
  school.clock.set(new Date(now + 2 * day));
  expect(await titles({ price: "free" })).not.toContain(title);
  expect((await titles({ sort: "price" })).slice(-3).sort()).toEqual(["100% wool_felt", title, "Go"].sort());
  school.clock.set(new Date(now));
  await school.asSystem((ctx) => unpublishCourse(ctx, { courseId: id }));
});

// A school that has chosen nothing counts in EUR.
test("prices in another currency are not compared: the school's own come first, then each currency by itself", async () => {
  const added: string[] = [];
  const offers = [
    ["Tea in Kyoto", "JPY", 9_000],
    ["Glass in Murano", "EUR", 70_000],
    ["Tiles in Porto", "EUR", 200],
  ] as const;
  for (const [title, currency, priceMinor] of offers) {
    const fields = CourseFields.parse({ title, summary: "Abroad.", subject: "Abroad" });
    const { id } = await school.asSystem((ctx) => createCourse(ctx, fields));
    added.push(id);
    const cohort = CohortFields.parse({ name: "Once", timezone: "Europe/Zurich", currency, priceMinor });
    await school.asSystem((ctx) => createCohort(ctx, { courseId: id, ...cohort }));
    await school.asSystem((ctx) => publishCourse(ctx, { courseId: id }));
  }
  expect((await titles({ sort: "price" })).slice(2, 8)).toEqual([
    "Tiles in Porto",
    "Glass in Murano",
    "Çà et là: français",
    "Bookbinding",
    "Advanced bookbinding",
    "Tea in Kyoto",
  ]);
  for (const courseId of added) await school.asSystem((ctx) => unpublishCourse(ctx, { courseId }));
});

test("a course that is sold in two currencies says its price in each, the school's own first", async () => {
  const fields = CourseFields.parse({ title: "Two prices", summary: "One course.", subject: "Abroad" });
  const { id: courseId } = await school.asSystem((ctx) => createCourse(ctx, fields));
  for (const [currency, priceMinor] of [
    ["CHF", 100],
    ["EUR", 50_000],
  ] as const) {
    const cohort = CohortFields.parse({ name: currency, timezone: "Europe/Zurich", currency, priceMinor });
    await school.asSystem((ctx) => createCohort(ctx, { courseId, ...cohort }));
  }
  await school.asSystem((ctx) => publishCourse(ctx, { courseId }));
  const { items } = await find({ q: "two prices" });
  expect(items.map(({ prices }) => prices)).toEqual([
    [
      { price: { minor: 50_000, currency: "EUR" }, isLeast: false },
      { price: { minor: 100, currency: "CHF" }, isLeast: false },
    ],
  ]);
  await school.asSystem((ctx) => unpublishCourse(ctx, { courseId }));
});

test("a card says the next start, the least price and whether there is a seat", async () => {
  const { items } = await find({ q: "advanced bookbinding" });
  expect(items).toMatchObject([
    {
      prices: [{ price: { minor: 90_000, currency: "CHF" }, isLeast: false }],
      seats: "full",
      seatsLeft: 0,
      nextStart: new Date("2026-02-01T10:00:00Z"),
    },
  ]);
});

test("a card says of what has no start ahead whether it is always open, has begun or waits for its dates", async () => {
  const kinds = [
    { place: "Online, any time" },
    { place: "Room 2", capacity: 10, startsAt: "2026-01-01T10:00:00Z" },
    { place: "Room 2", capacity: 10 },
  ];
  const added: string[] = [];
  for (const [index, kind] of kinds.entries()) {
    const title = `Undated ukulele ${index}`;
    const { id: courseId } = await school.asSystem((ctx) =>
      createCourse(ctx, CourseFields.parse({ title, summary: "Strings." })),
    );
    const fields = CohortFields.parse({ name: "Term", timezone: "UTC", priceMinor: 0, currency: "CHF", ...kind });
    await school.asSystem((ctx) => createCohort(ctx, { courseId, ...fields }));
    await school.asSystem((ctx) => publishCourse(ctx, { courseId }));
    added.push(courseId);
  }
  const { items } = await find({ q: "undated ukulele", sort: "title" });
  expect(items).toMatchObject([
    { nextStart: null, began: null, alwaysOpen: true },
    { nextStart: null, began: new Date("2026-01-01T10:00:00Z"), alwaysOpen: false },
    { nextStart: null, began: null, alwaysOpen: false },
  ]);
  for (const courseId of added) await school.asSystem((ctx) => unpublishCourse(ctx, { courseId }));
});

test("pages hold every course once, and a page beyond the last is the last", async () => {
  for (let each = 0; each < CATALOGUE_PAGE_SIZE * 2; each++) {
    const input = CourseFields.parse({ title: `Zither ${String(each).padStart(3, "0")}`, summary: "Strings." });
    const { id } = await school.asSystem((ctx) => createCourse(ctx, input));
    await school.asSystem((ctx) => publishCourse(ctx, { courseId: id }));
  }
  const ctx = school.reading(visitor);
  const pages = [await listCourses(ctx, 1), await listCourses(ctx, 2), await listCourses(ctx, 3)];
  const ids = pages.flatMap(({ items }) => items.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(pages[0]?.total);
  expect((await listCourses(ctx, 99)).page).toBe(3);
});

test("titles of equal rank come in the order of their letters, whatever language the database sorts by", async () => {
  if (engine === "postgres") {
    await administer(
      school.database.url,
      `ALTER TABLE course_search ALTER COLUMN title TYPE text COLLATE "en-US-x-icu"`,
    );
  }
  for (const title of ["Viola_2", "Viola-3", "Viola 1", "Violá2", "viola"]) {
    const { id } = await school.asSystem((ctx) =>
      createCourse(ctx, CourseFields.parse({ title, summary: "Strings." })),
    );
    await school.asSystem((ctx) => publishCourse(ctx, { courseId: id }));
  }
  const inOrder = ["viola", "Viola 1", "Viola-3", "Violá2", "Viola_2"];
  expect(await titles({ q: "viola" })).toEqual(inOrder);
  expect(await titles({ q: "viola", sort: "title" })).toEqual(inOrder);
});

test("the sitemap names every published course and no draft", async () => {
  const ctx = school.reading(visitor);
  expect(await countSitemapParts(ctx)).toBe(1);
  const entries = await listSitemapPart(ctx, 1);
  expect(entries.length).toBe((await listCourses(ctx)).total);
  expect(entries.map(({ slug }) => slug)).not.toContain("secret-bookbinding");
  expect(await listSitemapPart(ctx, 2)).toEqual([]);
});

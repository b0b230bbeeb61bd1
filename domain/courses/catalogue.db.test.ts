import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { system, visitor } from "../kernel/actor.ts";
import type { ReadCtx, Rules, WriteCtx } from "../kernel/command.ts";
import { createCohort } from "./create-cohort.ts";
import { createCourse } from "./create-course.ts";
import { getCoursePage } from "./course-page.ts";
import { publishCourse } from "./publish-course.ts";
import { CohortFields, CourseFields } from "./schemas.ts";
import { searchCourses } from "./search-courses.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.drop());
const rules: Rules = {
  demo: true,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  paymentProviders: ["sandbox"],
};
const now = new Date("2026-01-01T10:00:00Z");
const w = <T>(v: (c: WriteCtx) => Promise<T>) =>
  db.write((tx) => v({ tx, now, actor: system("test"), requestId: "r", rules }));
const r = (): ReadCtx => ({ read: db.read, now, actor: visitor, rules });

test("a published course is found by its address and by part of a word", async () => {
  const c = await w((ctx) =>
    createCourse(ctx, CourseFields.parse({ title: "Éclairs für Anfänger", summary: "Choux." })),
  );
  await w((ctx) =>
    createCohort(ctx, {
      courseId: c.id,
      ...CohortFields.parse({
        name: "Winter",
        timezone: "Europe/Zurich",
        priceMinor: 100,
        currency: "CHF",
        startsAt: "2026-02-01T10:00:00Z",
        capacity: 3,
      }),
    }),
  );
  expect(await getCoursePage(r(), c.slug)).toBeUndefined();
  await w((ctx) => publishCourse(ctx, { courseId: c.id }));
  expect((await getCoursePage(r(), c.slug))?.cohorts[0]?.state).toBe("few");
  for (const sort of ["best", "start", "title", "price"] as const) {
    const found = await searchCourses(r(), {
      q: "CLAIR anfang",
      sort,
      seats: true,
      price: "paid",
      from: now,
      to: new Date("2027-01-01"),
    });
    expect(found.items.map((i) => i.slug)).toEqual(["eclairs-fur-anfanger"]);
    expect(found.total).toBe(1);
  }
  expect((await searchCourses(r(), { q: "ch" })).total).toBe(1);
});

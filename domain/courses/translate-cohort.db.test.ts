import { and, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cohorts } from "#db/schema/index.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { visitor } from "../kernel/actor.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { editCohort } from "./edit-cohort.ts";
import { editCourse } from "./edit-course.ts";
import { getCoursePage } from "./get-course-page.ts";
import { importCohorts } from "./import-cohorts.ts";
import { CohortFields } from "./inputs.ts";
import { COHORT_TEXTS } from "./course-texts.ts";
import { getTranslationVersion } from "./merge-translation.ts";
import { searchCourses } from "./search-courses.ts";
import { CohortTranslation, translateCohort } from "./translate-cohort.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school?.drop());

const german = { language: "de", name: "Winterabende" };

async function translated() {
  const { id: cohortId, courseId } = await school.cohort({ place: "Workshop" });
  const admin = await school.person("admin");
  const give = (texts: Omit<CohortTranslation, "cohortId">) =>
    school.as(admin)((ctx) => translateCohort(ctx, { cohortId, ...texts }));
  await give(german);
  return { cohortId, courseId, admin, give };
}

const pageIn = (courseId: string, language?: string) =>
  getCoursePage({ ...school.reading(visitor), language }, `course-${courseId}`);

const rowOf = async (cohortId: string) =>
  (await school.database.read.select().from(cohorts).where(eq(cohorts.id, cohortId)))[0];

const auditsOf = async (id: string) => {
  const about = and(eq(auditLog.objectId, id), eq(auditLog.action, "cohort.edit"));
  return (await school.database.read.select({ n: count() }).from(auditLog).where(about))[0]?.n;
};

test("a cohort is named in the reader's language, and what is not given stands as it was written, which is said of each", async () => {
  const { courseId } = await translated();
  const written = { name: "Winter evenings", place: "Workshop", textLanguages: { name: "en", place: "en" } };
  const given = { name: german.name, place: "Workshop", textLanguages: { name: "de", place: "en" } };
  expect((await pageIn(courseId, "de"))?.cohorts).toMatchObject([given]);
  expect((await pageIn(courseId, "fr"))?.cohorts).toMatchObject([written]);
  expect((await pageIn(courseId))?.cohorts).toMatchObject([written]);
});

test("a course is found by what its cohorts are called in every language, and no more once that is taken out", async () => {
  const { courseId, give } = await translated();
  const find = async (q: string) =>
    (await searchCourses({ ...school.reading(visitor), language: "en" }, { q })).items.filter(
      ({ id }) => id === courseId,
    ).length;
  await give({ language: "de", name: "Zwielichtabende" });
  expect([await find("zwielichtabende"), await find("winter evenings")]).toEqual([1, 1]);
  await give({ language: "de", name: "" });
  expect([await find("zwielichtabende"), await find("winter evenings")]).toEqual([0, 1]);
});

test("cohorts that begin at one time stand in the order of the names that are shown", async () => {
  const { courseId, give } = await translated();
  await school.cohort({ name: "Morning", translations: { de: { name: "Zeitig" } } }, { id: courseId });
  await give({ language: "de", name: "Abends" });
  const shown = async (language: string) => (await pageIn(courseId, language))?.cohorts.map(({ name }) => name);
  expect(await shown("de")).toEqual(["Abends", "Zeitig"]);
  expect(await shown("en")).toEqual(["Morning", "Winter evenings"]);
});

test("kept pages are made anew, and texts sent again as they are change and tell nothing, in whichever order they stand", async () => {
  const { cohortId, give } = await translated();
  const version = () => getCatalogueVersion(school.database.read);
  const before = await version();
  await give({ language: "fr", name: "Soirs d’hiver", place: "Atelier" });
  expect(await version()).not.toBe(before);
  const [audits, row, kept] = [await auditsOf(cohortId), await rowOf(cohortId), await version()];
  await give(german);
  await give({ language: "fr", place: "Atelier", name: "Soirs d’hiver" });
  await give({ language: "it", name: "" });
  expect([await auditsOf(cohortId), await rowOf(cohortId), await version()]).toEqual([audits, row, kept]);
});

test("two people who write two languages are not in each other's way, two who write one are told what stands there", async () => {
  const { cohortId, give } = await translated();
  const seen = getTranslationVersion((await rowOf(cohortId))?.translations ?? null, COHORT_TEXTS, "de");
  await give({ language: "fr", name: "Soirs" });
  await give({ language: "de", name: "Abende", seen });
  await expect(give({ language: "de", name: "Nächte", place: "Werkstatt", seen })).rejects.toMatchObject({
    code: "wrong_state",
    detail: { fields: { name: { key: "fields.value_now", values: { value: "Abende" } } } },
  });
  expect((await rowOf(cohortId))?.translations).toEqual({ fr: { name: "Soirs" }, de: { name: "Abende" } });
});

test("a text has the length of the one it stands for, no letter that cannot be kept, and a language that exists", async () => {
  const { give } = await translated();
  const read = (fields: object) => CohortTranslation.safeParse({ language: "de", ...fields });
  expect(read({ name: "ä".repeat(200) }).success).toBe(true);
  expect(read({ name: "ä".repeat(201) }).success).toBe(false);
  expect(read({ language: "__proto__" }).success).toBe(false);
  expect(read({ name: " A\u0000b\u202Ec\n " }).data?.name).toBe("A bc");
  expect(read({ name: " \u200B " }).data?.name).toBe("");
  await expect(give({ language: "xx-nope-zz", name: "Abende" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("an empty text, as a row made by hand may have it, is none, and can be taken out", async () => {
  const { cohortId, courseId, give } = await translated();
  const translations = { de: { name: "", place: "Werkstatt" }, fr: { name: "" } };
  await school.database.write((tx) => tx.update(cohorts).set({ translations }).where(eq(cohorts.id, cohortId)));
  expect((await pageIn(courseId, "de"))?.cohorts).toMatchObject([{ name: "Winter evenings", place: "Werkstatt" }]);
  expect((await pageIn(courseId, "fr"))?.cohorts).toMatchObject([{ name: "Winter evenings" }]);
  await give({ language: "fr" });
  await give({ language: "de" });
  expect((await rowOf(cohortId))?.translations).toBeNull();
});

test("an edit and an import leave the other languages alone, and a file that changes nothing changes nothing", async () => {
  const { cohortId, courseId, admin } = await translated();
  await school.as(admin)((ctx) => editCohort(ctx, { cohortId, name: "Winter nights" }));
  const fields = CohortFields.parse({
    name: "Winter nights",
    timezone: "Europe/Zurich",
    place: "Workshop",
    priceMinor: 0,
    currency: "CHF",
  });
  const imported = (place: string) =>
    school.as(admin)((ctx) =>
      importCohorts(ctx, {
        source: "school",
        rows: [{ externalKey: cohortId, courseKey: courseId, fields: { ...fields, place } }],
      }),
    );
  expect(await imported("Workshop")).toEqual(["same"]);
  expect(await imported("Print room")).toEqual(["changed"]);
  expect(await rowOf(cohortId)).toMatchObject({ place: "Print room", translations: { de: { name: german.name } } });
});

test("what was given in a language stays when the course turns out to be written in it", async () => {
  const { courseId, admin } = await translated();
  await school.as(admin)((ctx) => editCourse(ctx, { courseId, language: "de" }));
  expect((await pageIn(courseId, "de"))?.cohorts).toMatchObject([{ name: german.name, place: "Workshop" }]);
  expect((await pageIn(courseId, "en"))?.cohorts).toMatchObject([{ textLanguages: { name: "de", place: "de" } }]);
});

test("who teaches a course does not name its cohorts, in any language", async () => {
  const { cohortId } = await translated();
  for (const role of ["student", "instructor"] as const) {
    const person = await school.person(role);
    await expect(school.as(person)((ctx) => translateCohort(ctx, { cohortId, ...german }))).rejects.toThrow();
  }
});

test("a cohort is not translated into the language in which its course is written", async () => {
  const { give } = await translated();
  await expect(give({ language: "en", name: "Another" })).rejects.toMatchObject({
    detail: { fields: { language: { key: "fields.language_of_course" } } },
  });
});

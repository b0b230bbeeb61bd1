import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { visitor } from "../kernel/actor.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { getCoursePage } from "./get-course-page.ts";
import { searchCourses } from "./search-courses.ts";
import { translateCourse } from "./translate-course.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school?.drop());

const german = {
  language: "de",
  title: "Buchbinden für den Anfang",
  summary: "Ein Heft aus Papier und Faden.",
  description: "",
};

async function translated() {
  const { courseId } = await school.cohort(
    {},
    { slug: `binding-${Math.random()}`, summary: "By hand", description: "Glue." },
  );
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => translateCourse(ctx, { courseId, ...german }));
  return { courseId, admin };
}

const pageIn = async (courseId: string, language?: string) => {
  const { courses } = await import("#db/schema/index.ts");
  const rows = await school.database.read.select().from(courses);
  const slug = rows.find(({ id }) => id === courseId)?.slug ?? "";
  return getCoursePage({ ...school.reading(visitor), language }, slug);
};

test("a course is shown in the language of who reads it, and what is not translated as it was written", async () => {
  const { courseId } = await translated();
  const page = await pageIn(courseId, "de");
  expect(page).toMatchObject({ title: german.title, summary: german.summary });
  expect(page?.descriptionHtml).toContain("Glue.");
  expect(await pageIn(courseId, "fr")).toMatchObject({ title: "Bookbinding", summary: "By hand" });
  expect(await pageIn(courseId)).toMatchObject({ title: "Bookbinding", summary: "By hand" });
});

test("a course is found by the words of every language, and listed in the reader's", async () => {
  const { courseId } = await translated();
  const find = (q: string, language: string) => searchCourses({ ...school.reading(visitor), language }, { q });
  const found = (await find("buchbinden anfang", "de")).items.find(({ id }) => id === courseId);
  expect(found).toMatchObject({ title: german.title, summary: german.summary });
  expect((await find("faden", "en")).items.find(({ id }) => id === courseId)?.title).toBe("Bookbinding");
  expect((await find("glue", "de")).items.map(({ id }) => id)).toContain(courseId);
});

test("a title in any language comes before a description, as the one that was written does", async () => {
  const admin = await school.person("admin");
  const course = async (title: string, summary: string, language: string, translation: string) => {
    const { courseId } = await school.cohort({}, { title, summary });
    await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language, title: translation }));
    return courseId;
  };
  const told = await course("Aardvarks", "Mostly Glühwürmchen.", "de", "Erdferkel");
  const holds = await course("Bees", "By night", "de", "Bienen und Glühwürmchen");
  const itself = await course("Fireflies", "By night", "de", "Glühwürmchen");
  const begins = await course("Larvae", "By night", "fr", "Glühwürmchen la nuit");
  const { items } = await searchCourses(school.reading(visitor), { q: "glühwürmchen" });
  expect(items.map(({ id }) => id)).toEqual([itself, begins, holds, told]);
});

test("the catalogue stands in the order of the titles that are read", async () => {
  const [admin, owner] = [await school.person("admin"), await school.person("owner")];
  await school.as(owner)((ctx) => changeSettings(ctx, { language: "en", moreLanguages: ["de"] }));
  for (const [title, german] of Object.entries({
    "Apples sorted": "Zwetschgen",
    "Plums sorted": "Äpfel",
    "Quinces sorted": "",
  })) {
    const { courseId } = await school.cohort({}, { title });
    await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "de", title: "Vorher" }));
    await school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "de", title: german }));
  }
  const shown = async (language: string) => {
    const ctx = { ...school.reading(visitor), language };
    return (await searchCourses(ctx, { q: "sorted", sort: "title" })).items.map(({ title }) => title);
  };
  expect(await shown("de")).toEqual(["Äpfel", "Quinces sorted", "Zwetschgen"]);
  expect(await shown("en")).toEqual(["Apples sorted", "Plums sorted", "Quinces sorted"]);
});

test("texts are taken in a language that exists only", async () => {
  const { courseId, admin } = await translated();
  const given = school.as(admin)((ctx) => translateCourse(ctx, { courseId, ...german, language: "xx-nope-zz" }));
  await expect(given).rejects.toMatchObject({
    code: "invalid_input",
    detail: { fields: { language: { key: "fields.no_such_language" } } },
  });
});

test("a course is not translated into the language in which it is written", async () => {
  const { courseId, admin } = await translated();
  const given = school.as(admin)((ctx) => translateCourse(ctx, { courseId, language: "en", title: "Another" }));
  await expect(given).rejects.toMatchObject({ detail: { fields: { language: { key: "fields.language_of_course" } } } });
});

test("a language that has nothing to say any more is taken out, and who may not edit cannot translate", async () => {
  const { courseId, admin } = await translated();
  await school.as(admin)((ctx) =>
    translateCourse(ctx, { courseId, language: "de", title: "", summary: "", description: "" }),
  );
  expect(await pageIn(courseId, "de")).toMatchObject({ title: "Bookbinding" });
  const student = await school.person("student");
  await expect(school.as(student)((ctx) => translateCourse(ctx, { courseId, ...german }))).rejects.toThrow();
});

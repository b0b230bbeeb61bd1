import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { listAudit } from "../audit/list-audit.ts";
import { editCourse } from "../courses/edit-course.ts";
import { getCoursePage } from "../courses/get-course-page.ts";
import { searchCourses } from "../courses/search-courses.ts";
import { getCatalogueVersion } from "../kernel/catalogue-version.ts";
import { getEditVersion } from "../kernel/edit-version.ts";
import { changeSettings } from "./change-settings.ts";
import { getSchoolSettings } from "./get-school-settings.ts";
import { getSchoolText } from "./school-texts.ts";
import { TRANSLATED_SETTINGS, translateSchool } from "./translate-school.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ demo: false });
  const owner = await school.person("owner");
  await school.as(owner)((ctx) =>
    changeSettings(ctx, { language: "en", moreLanguages: ["de"], motto: "By hand", refundPolicy: "In full." }),
  );
});
afterAll(() => school?.drop());

const present = () => getSchoolSettings(school.database.read);
const give = async (texts: Omit<Parameters<typeof translateSchool>[1], "language">) => {
  const admin = await school.person("admin");
  await school.as(admin)((ctx) => translateSchool(ctx, { language: "de", ...texts }));
};

test("the school's texts are given in a language, fall back one by one, and are taken out again", async () => {
  const version = await getCatalogueVersion(school.database.read);
  await give({ motto: "Von Hand", terms: "", subjects: { Crafts: "Handwerk", Music: "" } });
  const settings = await present();
  expect(settings.translations).toEqual({ de: { motto: "Von Hand", subjects: { Crafts: "Handwerk" } } });
  expect(getSchoolText(settings, "motto", "de")).toEqual({ text: "Von Hand", language: "de" });
  expect(getSchoolText(settings, "refundPolicy", "de")).toEqual({ text: "In full.", language: "en" });
  for (const language of ["en", "fr", "constructor", undefined])
    expect(getSchoolText(settings, "motto", language)).toEqual({ text: "By hand", language: "en" });
  expect(await getCatalogueVersion(school.database.read)).toBe(version + 1);
  await give({ motto: "Von Hand", subjects: { Crafts: "Handwerk" } });
  expect(await getCatalogueVersion(school.database.read), "nothing has changed").toBe(version + 1);
  const read = school.reading(await school.person("admin"));
  const { items } = await listAudit(read, { action: "settings.edit" }, { sort: "seq", direction: "desc", page: 1 });
  expect(items[0]).toMatchObject({ before: { de: null }, after: { de: { motto: "Von Hand" } } });
  await give({});
  expect((await present()).translations).toEqual({});
});

test("the line about tax, which has a form of its own, stays whatever else is given, until it is emptied there", async () => {
  await give({ taxNote: "Inkl. 8.1 % MWST" });
  await give({ motto: "Von Hand" });
  expect((await present()).translations).toEqual({ de: { motto: "Von Hand", taxNote: "Inkl. 8.1 % MWST" } });
  await give({ motto: "Von Hand", taxNote: "" });
  expect((await present()).translations).toEqual({ de: { motto: "Von Hand" } });
  await give({});
});

test("a form that is older than somebody else's change is refused, and the settings beside it are not", async () => {
  const seen = getEditVersion(await present(), TRANSLATED_SETTINGS);
  await give({ motto: "Von Hand", seen });
  await expect(give({ motto: "Handarbeit", seen })).rejects.toMatchObject({ code: "wrong_state" });
  const owner = await school.person("owner");
  await school.as(owner)((ctx) => changeSettings(ctx, { motto: "With care" }));
  expect((await present()).translations.de?.motto).toBe("Von Hand");
});

test("subjects have their names in the catalogue and on a course's page, in the order in which they are read", async () => {
  for (const subject of ["Crafts", "Music", "Weaving"]) {
    const { courseId } = await school.cohort();
    await school.as(await school.person("admin"))((ctx) => editCourse(ctx, { courseId, subject, summary: "By hand." }));
  }
  await give({ subjects: { Crafts: "Werken", Music: "Musik" }, refundPolicy: "Voll." });
  const ctx = { ...school.reading(await school.person("student")), language: "de" };
  const list = await searchCourses(ctx, {});
  expect(list.subjects.map(({ value, name }) => [value, name])).toEqual([
    ["Music", "Musik"],
    ["Weaving", "Weaving"],
    ["Crafts", "Werken"],
  ]);
  const [card] = list.items.filter(({ subject }) => subject === "Crafts");
  expect(card).toMatchObject({ subjectName: "Werken", textLanguages: { title: "en" } });
  // Whoever searches types the name that they read, beside other words; one that is taken out finds nothing any more.
  const find = async (q: string) => (await searchCourses(ctx, { q })).items.map(({ subject }) => subject);
  expect([await find("werken"), await find("Bookbinding werk"), await find("crafts")]).toEqual([
    ["Crafts"],
    ["Crafts"],
    ["Crafts"],
  ]);
  expect([await find("werken musik"), await find("werken nothing"), await find("musik")]).toEqual([[], [], ["Music"]]);
  // An address keeps the one name, in every language.
  expect((await searchCourses(ctx, { subject: "Crafts" })).items).toHaveLength(1);
  expect(await getCoursePage(ctx, card?.slug ?? "")).toMatchObject({
    subjectName: "Werken",
    refundPolicy: { text: "Voll.", language: "de" },
  });
});

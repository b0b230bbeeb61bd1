import { expect, test } from "vitest";
import { setAccountLanguage, setSchoolLanguages, withLanguage } from "#messages/request-language.ts";
import { getTranslator } from "./get-translator.ts";

test("a page that asked for its messages before it was known who reads it speaks their language", async () => {
  setSchoolLanguages({ language: "en", moreLanguages: ["de"] });
  const said = await withLanguage({}, async () => {
    const t = getTranslator();
    const before = t("admin_students.students_title");
    await Promise.resolve();
    setAccountLanguage("de");
    return [before, t("admin_students.students_title"), t.language, t.format({ key: "admin_students.students_title" })];
  });
  setSchoolLanguages({ language: "en", moreLanguages: [] });
  expect(said).toEqual(["Students", "Teilnehmende", "de", "Teilnehmende"]);
});

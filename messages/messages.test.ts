import { expect, test } from "vitest";
import { loadCatalogue } from "./catalogue.ts";
import { checkCatalogue, missingAreas } from "./check-catalogue.ts";
import { message } from "./message.ts";
import type { Translator } from "./create-translator.ts";
import { translatorFor, translatorOf } from "./translator.ts";

/** Texts of a test have keys that no type knows. */
type AnyTranslator = ((key: string, values?: Record<string, unknown>) => string) & {
  format(message: { key: string; values?: Record<string, unknown> }): string;
  parts(key: string, values: Record<string, unknown>): unknown[];
};
const any = (translator: Translator) => translator as unknown as AnyTranslator;

const catalogue = new Map([
  [
    "en",
    new Map([
      ["a.found", "{total, plural, =0 {No courses} one {One course} other {# courses}}"],
      ["a.hello", "Hello {name}"],
      ["a.braces", "Write '{name}', don't guess"],
      ["a.order", "Order <num>{code}</num>, <b>paid</b>"],
      ["b.later", "Later"],
    ]),
  ],
  [
    "de",
    new Map([
      ["language.locale", "de-CH"],
      ["a.found", "{total, plural, one {Ein Kurs} other {# Kurse}}"],
      ["a.hello", "Hallo {name}"],
    ]),
  ],
]);
const [en, de] = [any(translatorOf("en", catalogue)), any(translatorOf("de", catalogue))];

test("every language has every message of its areas, with the same arguments, in valid ICU", () => {
  expect(checkCatalogue(loadCatalogue())).toEqual([]);
});

test("a message that is missing, left over, with another argument or no ICU is named", () => {
  const wrong = new Map([
    [
      "en",
      new Map([
        ["a.one", "{n, plural, one {# seat} other {# seats}}"],
        ["a.two", "Hello {name}"],
        ["a.three", "x"],
        ["a.Four", "x"],
        ["a.five", " "],
        ["b.one", "x"],
        ["api_docs.one", "x"],
      ]),
    ],
    [
      "de",
      new Map([
        ["a.one", "{n} Plätze"],
        ["a.two", "Hallo {Name"],
        ["a.Four", "x"],
        ["a.five", "y"],
        ["a.six", "y"],
        ["api_docs.one", "y"],
      ]),
    ],
  ]);
  expect(checkCatalogue(wrong)).toEqual([
    "en: a.Four is not named like checkout.pay_button",
    "en: a.five is empty",
    "de: a.three is missing",
    "de: a.one has the arguments (n: text) and English has (n: number)",
    expect.stringMatching(/^de: a\.two is not valid ICU/),
    "de: a.Four is not named like checkout.pay_button",
    "de: a.six is not in English, so nothing shows it",
    "de: api_docs.one is shown in English alone",
  ]);
});

test("a language that is being translated names the areas it lacks", () => {
  expect(missingAreas(catalogue).get("de")).toEqual(["b"]);
  expect(missingAreas(catalogue).has("en")).toBe(false);
});

test("languages live beside each other, and each counts and writes numbers by its own rules", () => {
  expect([0, 1, 12_345].map((total) => en("a.found", { total }))).toEqual([
    "No courses",
    "One course",
    "12,345 courses",
  ]);
  expect([0, 1, 12_345].map((total) => de("a.found", { total }))).toEqual([
    "0 Kurse",
    "Ein Kurs",
    expect.stringMatching(/^12.345 Kurse$/),
  ]);
});

test("what a language lacks is shown in English, and a key that nobody knows as it is", () => {
  expect(de("b.later")).toBe("Later");
  expect(de("b.never")).toBe("b.never");
  expect(translatorFor("xx").language).toBe("en");
});

test("braces and apostrophes are shown as they were meant", () => {
  expect(en("a.braces")).toBe("Write {name}, don't guess");
});

test("a message that a rule has chosen becomes text in its reader's language", () => {
  const chosen = message("language.name");
  expect(["en", "de"].map((language) => translatorFor(language).format(chosen))).toEqual(["English", "Deutsch"]);
  expect(any(translatorOf("de", catalogue)).format({ key: "a.hello", values: { name: "Ada" } })).toBe("Hallo Ada");
});

test("a message in another one's gap is said in the same language", () => {
  const chosen = { key: "a.hello", values: { name: { key: "a.found", values: { total: 2 } } } };
  expect([en.format(chosen), de.format(chosen)]).toEqual(["Hello 2 courses", "Hallo 2 Kurse"]);
});

test("a key that is not there, or an argument that it does not take, does not compile", () => {
  const t = translatorFor("en");
  // @ts-expect-error: no such key
  expect(t("language.nam")).toBe("language.nam");
  // @ts-expect-error: it takes no arguments
  expect(t("language.name", { name: "Ada" })).toBe("English");
  // @ts-expect-error: it has tags, which t.rich draws
  expect(() => t("account.a_press_signs_you_in", { password: "x" })).toThrow("span");
});

test("a sentence comes in parts, for whoever draws its links", () => {
  const num = (children: unknown[]) => ({ num: children });
  const b = (children: unknown[]) => ({ b: children });
  expect(en.parts("a.order", { code: "M-1", num, b })).toEqual(["Order ", { num: ["M-1"] }, ", ", { b: ["paid"] }]);
});

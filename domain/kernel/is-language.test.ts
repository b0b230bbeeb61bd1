import { expect, test } from "vitest";
import { isLanguage } from "./is-language.ts";

test.each([..."en de fr it rm gsw pt-BR de-CH zh-Hant-TW sr-Latn es-419 ca-valencia fil ase wae pt-br".split(" ")])(
  "%s is a language",
  (tag) => {
    expect(isLanguage(tag)).toBe(true);
  },
);

test.each([..."xx xx-nope-zz xx-CH en-ZZ en-Zzzz en-XX sr-Nope und de-AT-x german en- e".split(" "), "", "en us"])(
  "%j is none",
  (tag) => {
    expect(isLanguage(tag)).toBe(false);
  },
);

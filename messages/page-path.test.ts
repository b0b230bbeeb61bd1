import { afterEach, beforeEach, expect, test } from "vitest";
import { enterKeptPage } from "./page-path.ts";
import { getLanguage, getRequest, setSchoolLanguages, withLanguage } from "./request-language.ts";

beforeEach(() => setSchoolLanguages({ language: "en", moreLanguages: ["de"] }));
afterEach(() => setSchoolLanguages({ language: "en", moreLanguages: [] }));

/** What a page that Next keeps under `key` knows of a reader who has chosen `language` and brings a question. */
const keptAs = (key: string, language: string) =>
  withLanguage({ cookie: language, account: language, path: "/odd", address: "/odd?next=attacker" }, () => {
    enterKeptPage(key);
    return [getLanguage(), getRequest()?.address, getRequest()?.isKept];
  });

test("a kept page hangs on its key alone, whoever asks first and however they wrote its address", () => {
  expect(keptAs("/courses/bookbinding", "de")).toEqual(["en", "/courses/bookbinding", true]);
  expect(keptAs("/de/courses/page/1", "en")).toEqual(["de", "/courses/page/1", true]);
});

test("a key in a language that the school does not offer is no kept page, and any other page is left alone", () => {
  expect(keptAs("/fr/courses/bookbinding", "de").at(-1)).toBe(false);
  expect(keptAs("/en/courses/bookbinding", "de").at(-1)).toBe(false);
  expect(keptAs("/learning", "de")).toEqual(["de", "/odd?next=attacker", undefined]);
});

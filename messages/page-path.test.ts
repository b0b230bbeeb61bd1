import { afterEach, beforeEach, expect, test } from "vitest";
import { enterKeptPage, pathFromForm } from "./page-path.ts";
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

test("a form that stays on its page stays at the page's own address, language and all", () => {
  const from = (request: { prefix?: string; path: string; isKept?: boolean }, to: string) =>
    withLanguage(request, () => pathFromForm(to));
  expect(from({ prefix: "de", path: "/checkout/ABC" }, "/checkout/ABC")).toBe("/de/checkout/ABC");
  expect(from({ prefix: "de", path: "/account" }, "/account?tab=name#name")).toBe("/de/account?tab=name#name");
  expect(from({ prefix: "de", path: "/enrol/coh_1" }, "/checkout/ABC")).toBe("/checkout/ABC");
  expect(from({ path: "/account" }, "/account")).toBe("/account");
  expect(pathFromForm("/account")).toBe("/account");
});

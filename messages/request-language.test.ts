import { beforeEach, expect, test } from "vitest";
import {
  getLanguage,
  getRequest,
  getSchoolLanguages,
  setAccountLanguage,
  setSchoolLanguages,
  withLanguage,
} from "./request-language.ts";

beforeEach(() => setSchoolLanguages({ language: "en", moreLanguages: ["de"] }));

const languageOf = (facts: Parameters<typeof withLanguage>[0]) => withLanguage(facts, getLanguage);

test("the address stands above the account, the account above the cookie, and the school's own language below all", () => {
  expect(languageOf({ prefix: "de", account: "en", cookie: "en" })).toBe("de");
  expect(languageOf({ account: "de", cookie: "en" })).toBe("de");
  expect(languageOf({ cookie: "de" })).toBe("de");
  expect(languageOf({ accepted: ["fr", "de"] })).toBe("de");
  expect(languageOf({})).toBe("en");
  expect(getLanguage()).toBe("en");
});

test("a kept page hangs on its address alone, whoever asks for it first", () => {
  expect(languageOf({ isKept: true, account: "de", cookie: "de", accepted: ["de"] })).toBe("en");
  expect(languageOf({ isKept: true, prefix: "de", cookie: "en" })).toBe("de");
});

test("a language that the school has not chosen counts nowhere, and one that it gives up counts no more", () => {
  expect(languageOf({ prefix: "fr", account: "fr", cookie: "fr", accepted: ["fr"] })).toBe("en");
  expect(languageOf({ cookie: "__proto__" })).toBe("en");
  setSchoolLanguages({ language: "de", moreLanguages: [] });
  expect(languageOf({ cookie: "en" })).toBe("de");
  expect(getSchoolLanguages().former).toEqual(["en"]);
  setSchoolLanguages({ language: "en", moreLanguages: ["fr"] });
  expect(getSchoolLanguages()).toMatchObject({ offered: ["en"], former: ["de", "fr"] });
  // A folder that is gone must not leave a school without words.
  setSchoolLanguages({ language: "xx", moreLanguages: [] });
  expect(languageOf({ cookie: "de" })).toBe("en");
});

test("who is signed in is known later, and from then on for this request alone", async () => {
  const request = async (account: string | null) => {
    const before = getLanguage();
    await Promise.resolve();
    setAccountLanguage(account);
    await new Promise((done) => setTimeout(done, 1));
    return [before, getLanguage()];
  };
  const both = await Promise.all([withLanguage({}, () => request("de")), withLanguage({}, () => request(null))]);
  expect(both).toEqual([
    ["en", "de"],
    ["en", "en"],
  ]);
  expect(getRequest()).toBeUndefined();
});

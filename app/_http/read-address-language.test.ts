import { describe, expect, test } from "vitest";
import { recallSessionLanguage, rememberSessionLanguage } from "./session-languages.ts";
import { readAcceptLanguage, readAddressLanguage, readRequestLanguage } from "./read-address-language.ts";

const english = { fallback: "en", offered: ["en", "de", "pt-BR"] };
const german = { fallback: "de", offered: ["de", "en"] };
const at = (url: string, school = english) => readAddressLanguage(url, school);

describe("a prefix that the school offers", () => {
  test("is taken out of the address of a page that is rendered for its request", () => {
    expect(at("/de/account?tab=1#x")).toEqual({
      url: "/account?tab=1#x",
      prefix: "de",
      path: "/account",
      address: "/account?tab=1",
      isKept: false,
    });
    expect(at("/pt-BR/sign-in")).toMatchObject({ url: "/sign-in", prefix: "pt-BR" });
    expect(at("/de/courses/find?q=a/../b")).toMatchObject({ url: "/courses/find?q=a/../b", isKept: false });
    expect(at("/de/api-docs")).toMatchObject({ url: "/api-docs", prefix: "de" });
  });

  test("stays in the address of a kept page, which is thereby kept once for each language", () => {
    expect(at("/de/courses/pottery")).toMatchObject({
      url: "/de/courses/pottery",
      path: "/courses/pottery",
      isKept: true,
    });
    expect(at("/de/courses/page/2?_rsc=abc")).toMatchObject({ url: "/de/courses/page/2?_rsc=abc", isKept: true });
    for (const first of ["/de", "/de/", "/de/courses"]) {
      expect(at(first)).toMatchObject({ url: "/de/courses/page/1", prefix: "de", isKept: true });
    }
    expect(at("/de?_rsc=1").url).toBe("/de/courses/page/1?_rsc=1");
  });

  test("leads to the bare address when it is the school's own", () => {
    expect(at("/en/courses?a=b")).toMatchObject({ url: "/language?to=%2Fcourses%3Fa%3Db", prefix: "en" });
    expect(at("/de/account", german).url).toBe("/language?to=%2Faccount");
    expect(at("/en/account", german)).toMatchObject({ url: "/account", prefix: "en" });
    expect(at("/en").url).toBe("/language?to=%2F");
  });
});

test("a prefix of a language that the school has given up leads to the bare address, with its query, and chooses nothing", () => {
  const school = { ...english, former: ["fr", "rm"] };
  expect(at("/fr/courses/pottery?a=b", school)).toEqual({
    url: "/language?to=%2Fcourses%2Fpottery%3Fa%3Db",
    formerPrefix: "fr",
    path: "/courses/pottery",
    address: "/courses/pottery?a=b",
  });
  expect(at("/rm", school).url).toBe("/language?to=%2F");
  for (const url of ["/fr/api/v1/courses", "/fr/rm/courses", "/fr/de/account", "/de/fr/account", "/fr//evil.example"]) {
    const { formerPrefix, ...read } = at(url, school);
    expect([read.url, read.prefix, formerPrefix], url).toEqual([url, undefined, undefined]);
  }
});

test("what Next's scripts add is no part of a page's address: with a value, as where a form leads on to without one", () => {
  for (const query of ["_rsc=abc", "_rsc", "_rsc="]) {
    expect(at(`/account?${query}`).address).toBe("/account");
    expect(at(`/de/account?tab=1&${query}`).address).toBe("/account?tab=1");
    expect(at(`/account?${query}&tab=1`).address).toBe("/account?tab=1");
  }
  expect(at("/account?_rscx=1").address).toBe("/account?_rscx=1");
});

test("a prefix in other cases leads to the same page under the one that there is", () => {
  expect(at("/DE/courses/pottery?a=b")).toEqual({
    url: "/language?to=%2Fde%2Fcourses%2Fpottery%3Fa%3Db",
    formerPrefix: "DE",
    path: "/courses/pottery",
    address: "/courses/pottery?a=b",
  });
  expect(at("/pt-br/sign-in").url).toBe("/language?to=%2Fpt-BR%2Fsign-in");
  expect(at("/De").url).toBe("/language?to=%2Fde%2F");
  expect(at("/EN/courses").url).toBe("/language?to=%2Fen%2Fcourses");
  for (const url of ["/DE/api/v1/courses", "/DE/de/account", "/de/DE/account", "/DE//evil.example", "/API/v1"]) {
    expect([at(url).url, at(url).formerPrefix], url).toEqual([url, undefined]);
  }
});

describe("what only looks like a prefix", () => {
  test.each(["/xx/courses", "/de-CH/courses", "/%64e/courses", "/deutsch", "/de.html", "/courses/de", "//de/courses"])(
    "is part of an address as any other: %s",
    (url) => {
      const read = at(url);
      expect(read.url).toBe(url);
      expect(read.prefix).toBeUndefined();
    },
  );

  test.each(["/de//evil.example", "/de/\\evil.example", "/de//evil.example/%2e%2e", "/en//evil.example"])(
    "becomes no other site's address: %s",
    (url) => expect(at(url)).toMatchObject({ url }),
  );

  test.each([
    "/de/api/v1/courses",
    "/de/_next/static/x.js",
    "/de/files/1",
    "/de/health",
    "/de/webhooks/stripe",
    "/de/robots.txt",
    "/de/sitemap.xml",
    "/de/language?to=/x",
    "/de/de/courses",
    "/de/en/account",
    "/en/language",
  ])("leads nowhere before an answer that is no page: %s", (url) => {
    const read = at(url);
    expect(read.url).toBe(url);
    expect(read.prefix).toBeUndefined();
  });
});

describe("what a request says of its language", () => {
  const facts = (url: string, headers: Record<string, string>) => readRequestLanguage(at(url), headers);

  test("is its cookie on a page, which a browser's own preference does not change", () => {
    const sent = { cookie: "a=1; language=de; my_language=fr", "accept-language": "fr" };
    expect(facts("/account", sent)).toMatchObject({ cookie: "de" });
    expect(facts("/account", sent).accepted).toBeUndefined();
  });

  test("is Accept-Language alone at the API", () => {
    const read = facts("/api/v1/courses", { cookie: "language=fr", "accept-language": "de-CH, en;q=0.5" });
    expect(read.cookie).toBeUndefined();
    expect(read.accepted).toEqual(["de-CH", "de", "en", "en"]);
  });

  test("is read as its weights say, and without what makes no sense", () => {
    expect(readAcceptLanguage("en;q=0.1, de;q=0.9, *;q=0.5, fr;q=0, it;q=x")).toEqual(["de", "de", "en", "en"]);
    expect(readAcceptLanguage("pt-br, PT;q=0.2")).toEqual(["pt-BR", "pt", "pt", "pt"]);
    expect(readAcceptLanguage("de-CH, de;q=0, EN;q=0.5")).toEqual(["de-CH", "en", "en"]);
    expect(readAcceptLanguage("*, i-x, fr-;q=1")).toEqual(["i-x", "i"]);
    expect(readAcceptLanguage(undefined)).toEqual([]);
    expect(readAcceptLanguage(`${"x,".repeat(10_000)}`).length).toBeLessThan(1_000);
  });
});

test("who is signed in is known by their session from the last time, until the page has asked", () => {
  rememberSessionLanguage("a token", "de");
  expect(recallSessionLanguage("a token")).toBe("de");
  expect(recallSessionLanguage("another token")).toBeUndefined();
  expect(readRequestLanguage(at("/orders"), { cookie: "language=en" }, "de")).toMatchObject({
    account: "de",
    cookie: "en",
  });
  rememberSessionLanguage("a token", null);
  expect(recallSessionLanguage("a token")).toBeUndefined();
});

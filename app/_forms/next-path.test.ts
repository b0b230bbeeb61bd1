import { expect, it } from "vitest";
import { ADDRESS_MAX, getAuthPath, getSafeNextPath, getSafePath } from "./next-path.ts";

it.each(["/", "/courses/bookbinding?cohort=coh_1", "/learning#materials", "/account", "/courses/a%20b"])(
  "keeps the site's own path %s",
  (path) => {
    expect(getSafeNextPath(path)).toBe(path);
  },
);

it.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/..//evil.example",
  "javascript:alert(1)",
  "courses",
  "",
  `/${"a".repeat(500)}`,
  "/sign-in?next=/sign-in",
  "/auth/signout",
  undefined,
  ["/courses"],
])("drops %s, which leads elsewhere or round in circles", (claimed) => {
  expect(getSafeNextPath(claimed)).toBeNull();
});

it("carries what was typed and where the person was going", () => {
  expect(getAuthPath("/sign-up", { next: "/courses/a?b=c", email: "a+b@example.org" })).toBe(
    "/sign-up?next=%2Fcourses%2Fa%3Fb%3Dc&email=a%2Bb%40example.org",
  );
  expect(getAuthPath("/sign-in", { next: null })).toBe("/sign-in");
});

it("lets the language switch come back to any page of this site, the doors too, and to no other site", () => {
  for (const path of ["/", "/sign-in?next=%2Forders", "/courses/find?q=a&page=2", "/de/courses"]) {
    expect(getSafePath(path)).toBe(path);
  }
  const elsewhere = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "",
  ];
  for (const claimed of [...elsewhere, "/.//evil.example", "orders", null, undefined, ["/"], `/${"a".repeat(600)}`]) {
    expect(getSafePath(claimed), String(claimed)).toBeNull();
  }
});

it("keeps the whole of a long search when only the language of its page changes", () => {
  const search = `/courses/find?q=${"a".repeat(600)}`;
  expect(getSafePath(search)).toBeNull();
  expect(getSafePath(search, ADDRESS_MAX)).toBe(search);
});

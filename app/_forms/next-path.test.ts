import { expect, it } from "vitest";
import { getAuthPath, getSafeNextPath } from "./next-path.ts";

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

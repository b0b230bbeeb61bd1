import { expect, test } from "vitest";
import { getBusyResponse } from "./busy-page.ts";
import { getOwnPath, getRefererPath, getErrorPath } from "./error-path.ts";

const asked = (path: string) => new URL(path, "http://localhost").searchParams;

test.each([
  ["overloaded", 503],
  ["provider_unavailable", 503],
  ["rate_limited", 429],
] as const)("%s is answered with %i, when to come back, and a way back", async (why, status) => {
  const answer = getBusyResponse(asked(getErrorPath({ why, back: "/courses/tea?x=1&y=2" })));
  expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([status, expect.stringMatching(/^[1-9]\d*$/)]);
  expect(await answer?.text()).toContain('href="/courses/tea?x=1&amp;y=2"');
});

test.each([
  [720, "in 12 minutes"],
  [30, "in 30 seconds"],
  [7_200, "in 2 hours"],
])("who must wait for %i seconds reads %s, and their browser the seconds", async (wait, words) => {
  const answer = getBusyResponse(asked(getErrorPath({ why: "rate_limited", wait })));
  expect([answer?.status, answer?.headers.get("retry-after")]).toEqual([429, String(wait)]);
  expect(await answer?.text()).toContain(`Too many tries. Try again ${words}.`);
});

test("a wait that somebody made up is none", () => {
  for (const wait of ["0", "-1", "1e9", "999999", "abc", "5;url=evil"]) {
    const answer = getBusyResponse(new URLSearchParams({ why: "rate_limited", wait }));
    expect(answer?.headers.get("retry-after")).toMatch(/^[1-9]$/);
  }
});

test("other refusals are left to the page that explains them", () => {
  expect(getBusyResponse(asked(getErrorPath({ why: "cohort_full" })))).toBeUndefined();
  expect(getBusyResponse(asked(getErrorPath({ why: "constructor" })))).toBeUndefined();
});

test("nothing that stands in the address gets into the page as markup", async () => {
  const number = '"><script>alert(1)</script>';
  const text = await getBusyResponse(asked(getErrorPath({ why: "overloaded", number, back: '/"><script>' })))?.text();
  expect(text).not.toContain("<script");
});

test.each([
  ["/courses?x=1", "/courses?x=1"],
  ["//other.example", undefined],
  ["/\\other.example", undefined],
  ["https://other.example/", undefined],
  ["/a b", undefined],
  ["", undefined],
])("the way back %s is taken as %s", (text, path) => {
  expect(getOwnPath(text)).toBe(path);
});

test("the page that a form was sent from is known when it is ours", () => {
  const ours = "https://school.example";
  expect(getRefererPath("https://school.example/courses/tea?x=1", ours)).toBe("/courses/tea?x=1");
  expect(getRefererPath("https://other.example/courses/tea", ours)).toBeUndefined();
  expect(getRefererPath(null, ours)).toBeUndefined();
});

import { describe, expect, test } from "vitest";
import { isAtDomain, readMailDomain, splitList } from "./mail-domains.ts";

test.each([
  ["example.org", "example.org"],
  [" @Example.ORG. ", "example.org"],
  ["*.example.org", "*.example.org"],
  ["Zürich.example", "xn--zrich-kva.example"],
  ["*.BÜCHER.example", "*.xn--bcher-kva.example"],
])("a domain is stored lower case and in ASCII: %s", (typed, stored) => {
  expect(readMailDomain(typed)).toBe(stored);
});

test.each([
  "",
  "*",
  "*.",
  "org",
  "*.org",
  "a@b@example.org",
  "example .org",
  "https://example.org",
  "ex*mple.org",
  "127.0.0.1",
])("what is no domain is not taken: %s", (typed) => {
  expect(readMailDomain(typed)).toBeUndefined();
});

describe("an address is at a domain", () => {
  test.each([
    ["ana@example.org", ["example.org"], true],
    ["ana@mail.example.org", ["example.org"], false],
    ["ana@mail.example.org", ["*.example.org"], true],
    ["ana@a.b.example.org", ["*.example.org"], true],
    ["ana@example.org", ["*.example.org"], false],
    ["ana@badexample.org", ["example.org", "*.example.org"], false],
    ["ana@example.org.evil.test", ["example.org", "*.example.org"], false],
    ["ana@example.org@evil.test", ["example.org"], false],
    ["example.org@evil.test", ["example.org", "*.example.org"], false],
    ["ana@example.org.", ["example.org"], false],
    ["ana@example.org", [], false],
  ] as const)("%s at %j: %s", (email, domains, isAt) => {
    expect(isAtDomain(email, domains)).toBe(isAt);
  });
});

test("a list is read however somebody pastes it, each once", () => {
  expect(splitList(" a.org, b.org;c.org\n\nb.org ")).toEqual(["a.org", "b.org", "c.org"]);
});

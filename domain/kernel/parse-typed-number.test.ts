import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Paging } from "../api/parts.ts";
import { TypedNumber, parseTypedNumber } from "./parse-typed-number.ts";

test.each([
  ["0", 0],
  ["25", 25],
  ["007", 7],
  ["999999999", 999_999_999],
])("%j is a number", (typed, value) => {
  expect(parseTypedNumber(typed)).toBe(value);
});

test.each([
  "1e2",
  "0x10",
  "0b1",
  "+5",
  "-5",
  " 5",
  "5 ",
  "5.0",
  "5,0",
  "",
  "٥",
  "５",
  "Infinity",
  "NaN",
  "1_000",
  "9".repeat(10),
  "5\n",
])("%j is none", (typed) => {
  expect(parseTypedNumber(typed)).toBeUndefined();
  expect(TypedNumber(0, 100).safeParse(typed).success).toBe(false);
  expect(Paging.limit.safeParse(typed).success).toBe(false);
});

test("a limit in an address is digits within its bounds, and has a default", () => {
  expect(Paging.limit.parse("100")).toBe(100);
  expect(Paging.limit.parse(undefined)).toBe(25);
  for (const typed of ["0", "101", ["5"], true, null]) expect(Paging.limit.safeParse(typed).success).toBe(false);
});

test("no schema lets JavaScript read a number out of a text", () => {
  const files = globSync("{app,domain,components,ops}/**/*.{ts,tsx}").filter((file) => !/\.test\./.test(file));
  expect(files.filter((file) => /coerce\s*\.\s*number/.test(readFileSync(file, "utf8")))).toEqual([]);
});

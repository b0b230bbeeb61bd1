import { expect, test } from "vitest";
import { isWrongPostCode } from "./is-wrong-post-code.ts";

test.each([
  ["DE", ["10115", "01067", "D-10115", "DE 10115"], ["x", "1011", "101155", "1011x", "8001"]],
  ["AT", ["1010", "A-1010", "AT 6020"], ["x", "0100", "10115"]],
  ["CH", ["8001", "CH-8001"], ["x", "800", "80011"]],
])("in %s a postal code is as everybody knows it", (country, right, wrong) => {
  expect(right.filter((code) => isWrongPostCode(code, country))).toEqual([]);
  expect(wrong.filter((code) => !isWrongPostCode(code, country))).toEqual([]);
});

test("elsewhere, and where there is none, nothing is refused", () => {
  expect(["SW1A 1AA", "x", ""].filter((code) => isWrongPostCode(code, "GB"))).toEqual([]);
  expect(isWrongPostCode("", "DE")).toBe(false);
});

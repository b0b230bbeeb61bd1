import { expect, test } from "vitest";
import { pickChanges } from "../audit.ts";

test("what is the same before and after is not kept as changed, however it is nested", () => {
  expect(
    pickChanges(
      { name: "Ana", timezone: "UTC", roles: ["student"], at: { b: 1, a: 2 }, gone: 1 },
      { name: "Anna", timezone: "UTC", roles: ["student"], at: { a: 2, b: 1 }, come: 1 },
    ),
  ).toEqual({ before: { name: "Ana", gone: 1 }, after: { name: "Anna", come: 1 } });
});

test("an amount keeps the currency that says how to read it, and nothing else keeps it", () => {
  expect(pickChanges({ priceMinor: 1, currency: "CHF" }, { priceMinor: 2, currency: "CHF" })).toEqual({
    before: { priceMinor: 1, currency: "CHF" },
    after: { priceMinor: 2, currency: "CHF" },
  });
  expect(pickChanges({ name: "a", currency: "CHF" }, { name: "b", currency: "CHF" })).toEqual({
    before: { name: "a" },
    after: { name: "b" },
  });
});

test("what has only one side is kept as it is", () => {
  expect(pickChanges(null, { name: "a" })).toEqual({ before: null, after: { name: "a" } });
  expect(pickChanges({ name: "a" }, null)).toEqual({ before: { name: "a" }, after: null });
});

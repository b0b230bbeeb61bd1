import { expect, test } from "vitest";
import { ACCOUNTS } from "#db/enums.ts";
import { describeNumberFaults } from "./describe-number-faults.ts";
import { NUMBER_PRESETS } from "./number-presets.ts";

const keysOf = (typed: Parameters<typeof describeNumberFaults>[0]) =>
  Object.fromEntries(Object.entries(describeNumberFaults(typed)).map(([account, { key }]) => [account, key]));

test.each(NUMBER_PRESETS)("the chart $name has nothing wrong", ({ numbers }) => {
  expect(keysOf(numbers)).toEqual({});
  expect(Object.keys(numbers).sort()).toEqual([...ACCOUNTS].sort());
});

test("without a number of its own an account has that of the usual chart", () => {
  expect(keysOf({})).toEqual({});
  expect(keysOf({ bank: "" })).toEqual({});
});

test.each([
  ["letters", "12A0", "fields.account_number_digits"],
  ["a sign", "-1200", "fields.account_number_digits"],
  ["digits of another script", "١٢٣٤", "fields.account_number_digits"],
  ["too few digits", "12", "fields.account_number_length"],
  ["more than DATEV takes", "123456789", "fields.account_number_length"],
  ["as many digits as a customer's account", "12000", "fields.account_number_uneven"],
  ["a number that another account has", "1100", "fields.account_number_twice"],
])("%s is said beside its account alone", (_what, bank, key) => {
  expect(keysOf({ bank })).toEqual({ bank: key });
});

test("a number that was given twice is said at both", () => {
  expect(keysOf({ bank: "5555", tax: "5555" })).toEqual({
    bank: "fields.account_number_twice",
    tax: "fields.account_number_twice",
  });
});

test("longer numbers are fine when all accounts have them", () => {
  const all = Object.fromEntries(ACCOUNTS.map((account, n) => [account, String(120_000 + n)]));
  expect(keysOf(all)).toEqual({});
});

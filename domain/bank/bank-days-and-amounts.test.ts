import { describe, expect, test } from "vitest";
import { readBankAmount } from "./read-bank-amount.ts";
import { readBankDay, readIsoDay, readShortDay } from "./read-bank-day.ts";

describe("an amount of a bank", () => {
  test.each([
    ["480.50", "CHF", 48_050],
    ["480,5", "EUR", 48_050],
    ["0,", "CHF", 0],
    ["18.15000", "EUR", 1_815],
    ["-7.00", "EUR", -700],
    ["1200", "JPY", 1_200],
    ["1.234", "KWD", 1_234],
    ["9999999999999.99", "EUR", 999_999_999_999_999],
  ])("%s %s", (text, currency, minor) => {
    expect(readBankAmount(text, currency)).toEqual({ minor });
  });

  test.each([
    ["0.12345", "EUR", "bank.amount_decimals"],
    ["1.5", "JPY", "bank.amount_decimals"],
    ["1e5", "EUR", "bank.amount_unreadable"],
    ["", "EUR", "bank.amount_unreadable"],
    ["99999999999999999999", "EUR", "bank.amount_unreadable"],
    ["5.00", "QQQ", "bank.currency_unknown"],
    ["5.00", "", "bank.currency_unknown"],
  ])("%s %s is parked with its reason, never rounded", (text, currency, key) => {
    expect(readBankAmount(text, currency)).toMatchObject({ problem: { key } });
  });
});

describe("a day of a bank", () => {
  test("the 30 February of months of thirty days is the last of February", () => {
    expect(readShortDay("160230")).toEqual({ day: "2016-02-29" });
    expect(readIsoDay("2026-02-30")).toEqual({ day: "2026-02-28" });
    expect(readIsoDay("2026-02-29")).toEqual({ day: "2026-02-28" });
  });

  test("is what is written, whatever the time zone beside it", () => {
    expect(readIsoDay("2026-01-31T23:59:59-08:00")).toEqual({ day: "2026-01-31" });
    expect(readIsoDay("2026-01-31+01:00")).toEqual({ day: "2026-01-31" });
  });

  test.each([
    ["2026-02-31", "bank.day_unreadable"],
    ["2026-04-31", "bank.day_unreadable"],
    ["2026-13-01", "bank.day_unreadable"],
    ["tomorrow", "bank.day_unreadable"],
    ["1970-01-01", "bank.day_impossible"],
    ["9999-12-31", "bank.day_impossible"],
  ])("%s is said to be none", (text, key) => {
    expect(readIsoDay(text)).toMatchObject({ problem: { key } });
  });

  test("of two digits is of this century up to 79", () => {
    expect([readShortDay("791231"), readShortDay("991231")]).toEqual([{ day: "2079-12-31" }, { day: "1999-12-31" }]);
    expect(readBankDay(2026, 0, 1)).toHaveProperty("problem");
  });
});

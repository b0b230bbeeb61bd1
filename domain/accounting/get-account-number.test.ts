import { expect, test } from "vitest";
import { ACCOUNTS } from "#db/enums.ts";
import { getAccountNumber } from "./get-account-number.ts";
import { NUMBER_PRESETS } from "./number-presets.ts";

const numberOf = (
  accountNumbers: Parameters<typeof getAccountNumber>[0]["accountNumbers"],
  account: (typeof ACCOUNTS)[number],
) => getAccountNumber({ accountNumbers }, account);

test("no chart gives one number to two accounts, and each has as many digits as the others", () => {
  for (const { numbers } of NUMBER_PRESETS) {
    const all = ACCOUNTS.map((account) => numbers[account]);
    expect(new Set(all).size).toBe(ACCOUNTS.length);
    expect(new Set(all.map(({ length }) => length)).size).toBe(1);
  }
});

test("a school that took a chart before there was an account has that chart's number of it", () => {
  for (const { id, numbers } of NUMBER_PRESETS) {
    const { other_income, other_expenses, owner, in_transit, ...before } = numbers;
    const own = id === "kmu" ? {} : before;
    const added = (["other_income", "other_expenses", "owner", "in_transit"] as const).map((each) =>
      numberOf(own, each),
    );
    expect(added).toEqual([other_income, other_expenses, owner, in_transit]);
    // One of its own beside does not make it another chart.
    expect(numberOf({ ...own, bank: "1299" }, "owner")).toBe(owner);
  }
});

test("a number that the school has given to another account is given to none again", () => {
  expect(numberOf({ payment_fees: "3600" }, "other_income")).toBe("3601");
  expect(numberOf({ payment_fees: "3600", goodwill: "3601" }, "other_income")).toBe("3602");
  expect(numberOf({ payment_fees: "3600", other_income: "3999" }, "other_income")).toBe("3999");
});

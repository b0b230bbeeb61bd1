import { expect, test } from "vitest";
import { listForeignCurrencies, type TrialBalance } from "./get-trial-balance.ts";

const balance = (currency: string, debitMinor: number): TrialBalance => ({
  ...{ currency, broughtForwardMinor: 0 },
  rows: [{ account: "bank", currency, openingMinor: 500, debitMinor, creditMinor: 0, closingMinor: 500 + debitMinor }],
});

test("a currency counts as foreign where something was booked in it in these months", () => {
  const balances = [balance("CHF", 100), balance("USD", 100), balance("EUR", 0)];
  expect(listForeignCurrencies(balances, "CHF")).toEqual(["USD"]);
  expect(listForeignCurrencies([balance("EUR", 100)], "EUR")).toEqual([]);
});

import type { Account } from "#db/enums.ts";
import { CHART } from "./chart.ts";

type Numbers = Readonly<Record<Account, string>>;

/**
 * The usual charts of accounts, each account of the school in one of their own. DATEV's accounts that work out tax by themselves (8400, 4400,
 * 1776, 3806) are left out: an entry has its tax already, and would be taxed twice.
 */
const SKR03: Numbers = {
  bank: "1200",
  in_transit: "1361",
  clearing: "1360",
  suspense: "1590",
  receivable: "1400",
  credit: "1700",
  tax: "1770",
  deferred_revenue: "0990",
  owner: "1800",
  opening: "9000",
  revenue: "8200",
  refunds: "8700",
  disputes: "2400",
  other_income: "2700",
  goodwill: "4900",
  payment_fees: "4970",
  other_expenses: "4905",
};

const SKR04: Numbers = {
  bank: "1800",
  in_transit: "1461",
  clearing: "1460",
  suspense: "1370",
  receivable: "1200",
  credit: "3500",
  tax: "3800",
  deferred_revenue: "3900",
  owner: "2100",
  opening: "9000",
  revenue: "4200",
  refunds: "4700",
  disputes: "6930",
  other_income: "4830",
  goodwill: "6300",
  payment_fees: "6855",
  other_expenses: "6304",
};

/** The chart of small businesses in Switzerland, which a school has until it says another one. */
const SWISS = Object.fromEntries(Object.entries(CHART).map(([account, { number }]) => [account, number])) as Numbers;

export const NUMBER_PRESETS = [
  { id: "skr03", name: "DATEV SKR03", numbers: SKR03 },
  { id: "skr04", name: "DATEV SKR04", numbers: SKR04 },
  { id: "kmu", name: "KMU (CH)", numbers: SWISS },
] as const;
export const NUMBER_PRESET_IDS = NUMBER_PRESETS.map(({ id }) => id);

import { expect, test } from "vitest";
import { getAddedTax, getIncludedTax, splitIncludedTax } from "../tax/split-included-tax.ts";
import { computeDiscounts, type CouponDiscount } from "./compute-discounts.ts";
import { computePrices } from "./compute-prices.ts";

/**
 * Amounts that went wrong elsewhere, as people have reported them to the projects that are named. What else was tried of their reports
 * stands in docs/decisions/invoices.md.
 */
const share = (percentPpm: number): CouponDiscount => ({
  ...{ id: "c", label: "c", kind: "percent", percentPpm, amountMinor: null, placesMax: null, isCombinable: true },
});
function after(priceMinor: number, percentPpm: number): number {
  const found = computeDiscounts({ priceMinor, count: 1 }, [], [share(percentPpm)]);
  if ("problem" in found) throw new Error(found.problem);
  return found.places[0]?.reduce((left, { amountMinor }) => left - amountMinor, priceMinor) ?? 0;
}

test("woocommerce#16305: 40 % off 51.86 is 31.12, and 33.69 with 8.25 % on it", () => {
  const net = after(5_186, 400_000);
  expect([net, net + getAddedTax(net, 82_500)]).toEqual([3_112, 3_369]);
});

test("invoiceninja#2101: a tax that is in the prices changes no total", () => {
  const prices = [34_000, 1_390];
  const taxes = splitIncludedTax(prices, 190_000);
  const nets = prices.map((price, at) => price - (taxes[at] ?? 0));
  expect([...nets, ...taxes].reduce((sum, each) => sum + each, 0)).toBe(35_390);
});

test("invoiceninja#10856: 8500 less 7500 is 1000, and 1190 with 19 %", () => {
  const net = 850_000 - 750_000;
  expect(net + getAddedTax(net, 190_000)).toBe(119_000);
});

test("invoiceninja#991: a price of 7.00 with 21 % stays 7.00", () => {
  const [price] = computePrices({
    ...{ priceMinor: 700, count: 1 },
    tax: { taxRatePpm: 210_000, taxCategory: "standard", taxNote: "" },
  });
  expect([price?.totalMinor, price?.taxMinor]).toEqual([700, 121]);
});

test("PrestaShop#10815: 20 % off 4999 with a quarter of it tax adds up to what is paid", () => {
  const total = after(499_900, 200_000);
  expect([total, getIncludedTax(total, 250_000), total - getIncludedTax(total, 250_000)]).toEqual([
    399_920, 79_984, 319_936,
  ]);
});

import { describe, expect, test } from "vitest";
import { getExponent, parseMinor } from "#domain/kernel/money.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { fromStripeAmount, toStripeAmount } from "./amounts.ts";

const money = (decimal: string, currency: string) => ({ minor: parseMinor(decimal, currency) as number, currency });

describe("an amount at Stripe", () => {
  // From https://docs.stripe.com/currencies: 10 USD is 1000, ¥500 is 500, 5 ISK and 5 UGX are 500, 5.12 KWD is 5120.
  test.each([
    ["10.00", "USD", 1_000],
    ["480.00", "CHF", 48_000],
    ["500", "JPY", 500],
    ["500", "KRW", 500],
    ["5", "ISK", 500],
    ["5", "UGX", 500],
    ["5.12", "KWD", 5_120],
    ["5.13", "BHD", 5_130],
    ["990", "HUF", 99_000],
    ["120", "TWD", 12_000],
  ])("of %s %s is %i, and comes back as it went", (decimal, currency, atStripe) => {
    const ours = money(decimal, currency);
    expect(toStripeAmount(ours)).toBe(atStripe);
    expect(fromStripeAmount(atStripe, currency.toLowerCase())).toEqual(ours);
  });

  test("of a step finer than Stripe's partners take is refused, not rounded", () => {
    for (const currency of ["BHD", "JOD", "KWD", "OMR", "TND"]) {
      expect(getExponent(currency)).toBe(3);
      expect(() => toStripeAmount({ minor: 5_124, currency })).toThrow(/exactly/);
    }
  });

  test("that is a fraction of our least unit is trouble, not a sum", () => {
    let thrown: unknown;
    try {
      fromStripeAmount(550, "isk");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toSatisfy(isProviderTrouble);
  });
});

import { expect, test } from "vitest";
import { priceWords } from "./price-words.ts";

const of = (currency: string, minor: number, isLeast = false) => ({ price: { currency, minor }, isLeast });
const said = (...prices: ReturnType<typeof of>[]) => priceWords(prices).replaceAll("\u00a0", " ");

test("a course says one price, the least of several, or that it is free", () => {
  expect(said()).toBe("");
  expect(said(of("CHF", 0))).toBe("Free");
  expect(said(of("CHF", 48_000))).toBe("CHF 480");
  expect(said(of("CHF", 48_000, true))).toBe("from CHF 480");
});

test("prices in several currencies are each said, and none is called the least of all", () => {
  expect(said(of("CHF", 48_000), of("EUR", 45_000))).toBe("CHF 480 or EUR 450");
  expect(said(of("CHF", 48_000, true), of("EUR", 45_000))).toBe("from CHF 480 or EUR 450");
  expect(said(of("CHF", 1), of("EUR", 2), of("JPY", 3))).toBe("CHF 0.01, EUR 0.02 or other currencies");
  expect(said(of("CHF", 0), of("KWD", 5_120))).toBe("Free or KWD 5.120");
});

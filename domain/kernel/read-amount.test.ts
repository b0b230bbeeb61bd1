import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import { CURRENCIES, getExponent } from "./currencies.ts";
import { formatMoney } from "./money.ts";
import { formatDecimal, listPossibleMinor, readAmount } from "./read-amount.ts";

describe("an amount that a person types", () => {
  test.each([
    ["480", "CHF", 48_000],
    ["480.5", "CHF", 48_050],
    ["480,50", "EUR", 48_050],
    ["0.05", "EUR", 5],
    ["1'234.50", "CHF", 123_450],
    ["1’234.50", "CHF", 123_450],
    ["1 234,50", "EUR", 123_450],
    ["1\u00a0234,50", "EUR", 123_450],
    ["1\u202f234,50", "EUR", 123_450],
    ["1.234,50", "EUR", 123_450],
    ["1,234.50", "USD", 123_450],
    ["1,234,567", "USD", 123_456_700],
    ["12,34,567.00", "INR", 123_456_700],
    ["CHF 480.00", "CHF", 48_000],
    ["480 EUR", "EUR", 48_000],
    ["480.–", "CHF", 48_000],
    ["480.-", "CHF", 48_000],
    ["480.00", "JPY", 480],
    ["1234.567", "KWD", 1_234_567],
    ["5.12", "KWD", 5_120],
    ["5.1250", "KWD", 5_125],
    ["05.125", "KWD", 5_125],
    ["5.120", "KWD", 5_120],
    ["123.456", "BHD", 123_456],
    ["1.000", "TND", 1_000],
    ["KWD 5.120", "KWD", 5_120],
    ["1.234.567", "KWD", 1_234_567_000],
    ["05,120", "KWD", 5_120],
    ["0.500", "KWD", 500],
    ["1,234.567", "KWD", 1_234_567],
    ["٤٨٠٫٥٠", "EGP", 48_050],
    ["४८०", "INR", 48_000],
    ["４８０", "JPY", 480],
  ])("%j in %s is %i minor units", (typed, currency, minor) => {
    expect(readAmount(typed, currency)).toEqual({ minor });
  });

  test.each([
    ["1.234", "EUR", "1234 or 1.234", "1234.00"],
    ["1,234", "USD", "1234 or 1.234", "1234.00"],
    ["12.345", "HUF", "12345 or 12.345", "12345.00"],
    ["1,000", "EUR", "1000 or 1.000", "1000.00 or 1.00"],
    ["1.000", "JPY", "1000 or 1.000", "1000 or 1"],
    ["5,120", "KWD", "5120 or 5.120", "5120.000 or 5.120"],
    ["123,456", "BHD", "123456 or 123.456", "123456.000 or 123.456"],
    ["١٬٢٣٤", "EGP", undefined, undefined],
  ])("%j in %s is refused with both readings when there are two", (typed, currency, readings, instead) => {
    if (readings === undefined) return expect(readAmount(typed, currency)).toEqual({ minor: 123_400 });
    expect(inEnglish(readAmount(typed, currency))).toEqual({
      problem: `“${typed}” can mean ${readings}. Write ${instead}.`,
    });
  });

  test.each([
    ["", "EUR"],
    ["-1", "EUR"],
    ["−1", "EUR"],
    ["1e3", "EUR"],
    ["0x10", "EUR"],
    ["abc", "EUR"],
    ["1 00", "EUR"],
    ["1.2.3", "EUR"],
    ["1,23,4", "EUR"],
    ["1'23", "CHF"],
    ["1.234.50", "EUR"],
    [".", "EUR"],
    ["480.", "EUR"],
    ["12,345.678,9", "EUR"],
    ["480.505", "EUR"],
    ["480.5", "JPY"],
    ["5.12345", "KWD"],
    ["9".repeat(14), "EUR"],
    ["9".repeat(400), "EUR"],
    ["480 USD", "EUR"],
    ["EUR 480", "USD"],
    ["NaN", "EUR"],
    ["Infinity", "EUR"],
  ])("%j in %s is refused with words", (typed, currency) => {
    expect(inEnglish(readAmount(typed, currency))).toEqual({ problem: expect.stringMatching(/\.$/) });
  });
});

const minors = fc.oneof(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 999_999_999_999 }));
const currencies = fc.constantFrom(...CURRENCIES);
const LANGUAGES = [
  "en",
  "en-IN",
  "de",
  "de-CH",
  "de-AT",
  "fr",
  "fr-CH",
  "es",
  "it-CH",
  "pt-BR",
  "pl",
  "sv",
  "hu",
  "ru",
];
const OTHER_DIGITS = ["ar-EG", "fa", "hi-u-nu-deva", "mr", "bn", "ja", "zh", "th-u-nu-thai", "ne", "my"];

describe("an amount that we write", () => {
  test("in a field or a file has its currency's decimals and is read again as itself, in every currency", () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const written = formatDecimal(minor, currency);
        expect(readAmount(written, currency)).toEqual({ minor });
        expect((written.split(".")[1] ?? "").length).toBe(getExponent(currency));
      }),
      { numRuns: 2_000 },
    );
  });

  test("in any language is read again as itself, or refused because it can be read in two ways, and never as another", () => {
    const languages = fc.constantFrom(...LANGUAGES, ...OTHER_DIGITS);
    let read = 0;
    fc.assert(
      fc.property(minors, currencies, languages, fc.boolean(), (minor, currency, locale, bare) => {
        const typed = formatMoney({ minor, currency }, { locale, bare });
        const answer = readAmount(typed, currency);
        if ("problem" in answer)
          expect([typed, inEnglish(answer.problem)]).toEqual([typed, expect.stringContaining(" can mean ")]);
        else expect([typed, answer]).toEqual([typed, { minor }]);
        if ("minor" in answer) read += 1;
      }),
      { numRuns: 4_000 },
    );
    expect(read).toBeGreaterThan(2_000);
  });

  test("has as many decimals as its currency, and loses no digit", () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const text = formatDecimal(minor, currency);
        expect((text.split(".")[1] ?? "").length).toBe(getExponent(currency));
        expect(Number(text.replace(".", ""))).toBe(minor);
      }),
    );
  });
});

test("no text at all makes it fail, or takes long", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff), { maxLength: 60 }), currencies, (units, currency) => {
      const answer = readAmount(String.fromCharCode(...units), currency);
      expect("minor" in answer ? Number.isSafeInteger(answer.minor) && answer.minor >= 0 : answer.problem).toBeTruthy();
    }),
  );
  expect(readAmount("1,".repeat(1_000_000), "EUR")).toHaveProperty("problem");
});

test.each([
  ["1.234", "EUR", [123_400]],
  ["1,000", "EUR", [100_000, 100]],
  ["28,000", "JPY", [28_000, 28]],
  ["1,234", "KWD", [1_234_000, 1_234]],
  ["480.50", "CHF", [48_050]],
  ["480 USD", "EUR", []],
  ["-1", "EUR", []],
  ["1,".repeat(1_000_000), "EUR", []],
])("%.20j in %s may mean each of %j, for a search", (typed, currency, minors) => {
  expect(listPossibleMinor(typed, currency)).toEqual(minors);
});

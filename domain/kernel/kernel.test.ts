import fc from "fast-check";
import { expect, test } from "vitest";
import { isId, createCode, createId } from "./ids.ts";
import { allocateMinor, getExponent, formatMoney, parseMinor, toDecimal } from "./money.ts";
import { isRefusal, Refusal } from "./refusal.ts";
import { escapeLike, toSearchText, splitSearchWords } from "./search-text.ts";

test("decimals follow ISO 4217: yen none, euro two, dinar three", () => {
  expect([getExponent("JPY"), getExponent("EUR"), getExponent("KWD")]).toEqual([0, 2, 3]);
});

test("an amount that is written down and read again is the same, in every currency", () => {
  const currency = fc.constantFrom("JPY", "EUR", "CHF", "KWD");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), currency, (minor, code) => {
      expect(parseMinor(toDecimal({ minor, currency: code }), code)).toBe(minor);
    }),
  );
});

test.each(["", "1.234", "12,345", "-1", "1e3", "0x10", "abc", "1 00", "1.2.3", "99999999999999"])(
  "%j is no amount in euros",
  (text) => {
    expect(parseMinor(text, "EUR")).toBeUndefined();
  },
);

test("amounts are said with their code and every digit", () => {
  expect(formatMoney({ minor: 48_000, currency: "CHF" })).toBe("CHF 480.00");
  expect(formatMoney({ minor: 28_000, currency: "JPY" })).toBe("JPY 28,000");
  expect(formatMoney({ minor: 9_007_199_254_740_991, currency: "EUR" })).toBe("EUR 90,071,992,547,409.91");
});

test("a split loses and invents nothing, and no part is off by more than one", () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 })
    .filter((all) => all.some((weight) => weight > 0));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), weights, (minor, parts) => {
      const split = allocateMinor(minor, parts);
      const sum = parts.reduce((total, weight) => total + weight, 0);
      expect(split.reduce((total, part) => total + part, 0)).toBe(minor);
      for (const [n, part] of split.entries()) {
        expect(Math.abs(part - (minor * (parts[n] ?? 0)) / sum)).toBeLessThan(1);
      }
    }),
  );
});

test("ids name their kind, are unlike each other, and sort in the order they were made", () => {
  const made = Array.from({ length: 10_000 }, () => createId("enrolment"));
  expect(new Set(made).size).toBe(made.length);
  expect([...made].sort()).toEqual(made);
  expect(made.every((id) => isId("enrolment", id))).toBe(true);
  expect(made.every((id) => /^enr_.{12}7.{3}[89ab]/.test(id))).toBe(true);
  expect(isId("order", made[0] ?? "")).toBe(false);
});

test("codes that people read aloud never hold I, O, 0 or 1", () => {
  expect(Array.from({ length: 2_000 }, () => createCode(7)).join("")).toMatch(/^[A-HJ-NP-Z2-9]+$/);
});

test("a refusal is known by its brand, even from another copy of the module", () => {
  expect(isRefusal(new Refusal("cohort_full"))).toBe(true);
  const foreign = Object.assign(new Error("full"), { [Symbol.for("matricula.refusal")]: true });
  expect(isRefusal(foreign)).toBe(true);
  expect(isRefusal(new Error("full"))).toBe(false);
  expect(isRefusal(null)).toBe(false);
});

test.each([
  ["Éclairs & Œufs", "eclairs"],
  ["Straße", "strasse"],
  ["SMØRREBRØD", "smorrebrod"],
  ["Łódź", "lodz"],
])("%s is found as %s", (text, part) => {
  expect(toSearchText(text)).toContain(part);
});

test("a search is bounded, and its signs mean nothing to LIKE", () => {
  expect(splitSearchWords("a b c d e f g h i j k")).toHaveLength(8);
  expect(splitSearchWords("AMMANN, URS; (Bern) St. ,")).toEqual(["ammann", "urs", "bern", "st", ","]);
  expect(escapeLike("50%_\\")).toBe("%50\\%\\_\\\\%");
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { getCreditorReference, isCreditorReference } from "./creditor-reference.ts";

describe("a creditor reference", () => {
  // The published examples of python-stdnum's iso11649, which takes them from the Swiss payment standards.
  test.each([
    ["539007547034", "RF18539007547034"],
    ["000000000539007547034", "RF18000000000539007547034"],
    ["5390 0754 70Y", "RF185390075470Y"],
  ])("made from %s is %s", (own, reference) => {
    expect(getCreditorReference(own)).toBe(reference);
    expect(isCreditorReference(reference)).toBe(true);
  });

  test("fits whatever it was made from, and no longer when one letter or digit is another", () => {
    const letter = fc.constantFrom(..."ABCDEFGHJKLMNPQRSTUVWXYZ");
    const digit = fc.constantFrom(..."23456789");
    const pair = fc.oneof(fc.tuple(letter, letter), fc.tuple(digit, digit)).filter(([right, wrong]) => right !== wrong);
    const part = fc.array(fc.oneof(letter, digit), { maxLength: 10 }).map((each) => each.join(""));
    fc.assert(
      fc.property(part, pair, part, (before, [right, wrong], after) => {
        const reference = getCreditorReference(`${before}${right}${after}`);
        const mistyped = `${reference.slice(0, 4)}${before}${wrong}${after}`;
        expect(isCreditorReference(reference)).toBe(true);
        expect(isCreditorReference(mistyped)).toBe(false);
      }),
    );
  });

  test("reads in groups of four, and is known however it is spaced and written", () => {
    expect(formatInGroups("RF18539007547034")).toBe("RF18 5390 0754 7034");
    expect(isCreditorReference("rf18 5390 0754 7034")).toBe(true);
    expect(isCreditorReference("RF19 5390 0754 7034")).toBe(false);
  });

  test.each(["", "ÄÖ", "A".repeat(22), "A/B"])("is not made from %j", (own) => {
    expect(() => getCreditorReference(own)).toThrow(RangeError);
  });
});

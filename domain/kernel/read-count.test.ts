import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { loadCatalogue } from "#messages/catalogue.ts";
import { decodeMessage } from "#messages/message.ts";
import { inEnglish } from "#tests/support/in-english.ts";
import { readCount, TypedCount } from "./read-count.ts";

describe("a whole number that a person types", () => {
  test.each([
    ["12", 12],
    ["007", 7],
    [" 25 ", 25],
    ["1'000", 1000],
    ["1’000", 1000],
    ["1 000", 1000],
    ["1\u00a0000", 1000],
    ["1\u202f000", 1000],
    ["1.000.000", 1_000_000],
    ["1,000,000", 1_000_000],
    ["1'000.00", 1000],
    ["12,0", 12],
    ["1.500", 1500],
    ["12,345", 12_345],
    ["٢٥", 25],
    ["２５", 25],
  ])("%j is %i", (typed, count) => expect(readCount(typed)).toEqual({ count }));

  test.each(["1.000", "1,000", "25.000"])("%j is refused with both of its readings", (typed) => {
    const [one, other] = [typed.replace(/\D/, ""), typed.split(/\D/)[0]];
    expect(inEnglish(readCount(typed))).toEqual({
      problem: `“${typed}” can mean ${one} or ${other}. Write one of the two.`,
    });
  });

  test.each([
    "",
    "12.5",
    "12,5",
    "-5",
    "+5",
    "1e2",
    "0x10",
    "1 00",
    "1'00",
    "twelve",
    "9".repeat(10),
    "1'".repeat(5_000),
  ])("%.20j is refused with an example", (typed) =>
    expect(inEnglish(readCount(typed))).toEqual({ problem: "A whole number, such as 12." }),
  );

  test("in every language of the school is read again as we write it, or refused because it can be read in two ways", () => {
    for (const texts of loadCatalogue().values()) {
      const format = new Intl.NumberFormat(texts.get("language.locale"));
      for (const count of [7, 25, 999, 1_000, 12_345, 1_234_567]) {
        const read = readCount(format.format(count));
        if ("count" in read) expect(read.count).toBe(count);
        else expect(inEnglish(read.problem)).toContain(" can mean ");
      }
    }
  });
});

test("a form's number is also held to its bounds", () => {
  expect(TypedCount(1, 52).parse("10")).toBe(10);
  for (const typed of ["0", "53", "1'000", ""]) expect(TypedCount(1, 52).safeParse(typed).success).toBe(false);
});

test.each([
  ["0", "At least 1."],
  ["110", "At most 99."],
])("a form's number out of its bounds is told them in plain words: %s", (typed, words) => {
  const said = (schema: z.ZodType) => inEnglish(decodeMessage(schema.safeParse(typed).error?.issues[0]?.message ?? ""));
  expect(said(TypedCount(1, 99))).toBe(words);
});

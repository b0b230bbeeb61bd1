import fc from "fast-check";
import { expect, test } from "vitest";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { cleanLine, isVisible } from "#domain/kernel/text-inputs.ts";
import { canonicalizeEmail, formatEmail, readEmail } from "#domain/kernel/email-address.ts";
import { toSearchText, splitSearchWords, toStoredSearchText } from "#domain/kernel/search-text.ts";
import { compareKeys, compareTexts, toSortKey } from "#domain/kernel/sort-key.ts";
import {
  ADDRESSES,
  EMPTY_NAMES,
  LONG_NAME,
  NAMES,
  NAUGHTY_STRINGS,
  OTHER_TEXTS,
  REFUSED_ADDRESSES,
  SAME_TEXTS,
  SORTED_NAMES,
  UNICODE,
} from "./index.ts";

const finds = (text: string, query: string) =>
  splitSearchWords(query).every((word) => toStoredSearchText(text).includes(word));

test.each(SAME_TEXTS)("%s and %s find each other", (one, other) => {
  expect([finds(one, other), finds(other, one)]).toEqual([true, true]);
});

test.each(OTHER_TEXTS)("%s is not %s", (one, other) => {
  expect([finds(one, other), finds(other, one)]).toEqual([false, false]);
});

test.each(NAMES)("a person's name is kept as typed and found: $about", ({ typed, kept = typed, foundBy }) => {
  expect(PersonNameInput.parse(typed)).toBe(kept);
  for (const query of foundBy) expect([query, finds(kept, query)]).toEqual([query, true]);
  expect(finds(kept, kept)).toBe(true);
});

test.each(EMPTY_NAMES)("a name in which nothing can be seen is none: %j", (typed) => {
  expect(PersonNameInput.safeParse(typed).success).toBe(false);
});

test("a name has at most 200 characters, whatever each is made of", () => {
  expect(PersonNameInput.safeParse(LONG_NAME).success).toBe(false);
  expect(PersonNameInput.safeParse("🦊".repeat(201)).success).toBe(false);
});

test.each(ADDRESSES)("$stored is one address however it is typed", ({ typed, stored, shown = stored }) => {
  for (const each of typed) expect([each, EmailInput.safeParse(each).data]).toEqual([each, stored]);
  expect(canonicalizeEmail(stored)).toBe(stored);
  expect(formatEmail(stored)).toBe(shown);
  expect(canonicalizeEmail(formatEmail(stored))).toBe(stored);
});

test.each(REFUSED_ADDRESSES)("no mail goes to $typed", ({ typed, problem }) => {
  expect(readEmail(typed)).toEqual({ problem });
  expect(EmailInput.safeParse(typed).success).toBe(false);
});

test("texts come in the order of a class list", () => {
  const mixed = [...SORTED_NAMES].sort(() => 1).reverse();
  expect(mixed.sort(compareTexts)).toEqual(SORTED_NAMES);
});

test("every text finds itself, in any form of Unicode, and searching what was made for searching changes nothing", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constantFrom(...NAUGHTY_STRINGS),
  );
  fc.assert(
    fc.property(text, (each) => {
      const made = toSearchText(each);
      expect(toSearchText(made)).toBe(made);
      expect(toSearchText(each.normalize("NFD"))).toBe(made);
      expect(toSearchText(each.normalize("NFC"))).toBe(made);
      expect(toSearchText(` ${each}\n`)).toBe(made);
      expect(finds(each, each)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("cleaning a line twice is cleaning it once, and leaves nothing that breaks it or cannot be seen at its ends", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...NAUGHTY_STRINGS)), (each) => {
      const made = cleanLine(each);
      expect(cleanLine(made)).toBe(made);
      expect(made).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]|^\s|\s$|\s\s/u);
      if (isVisible(each)) expect(made).not.toBe("");
    }),
    { numRuns: 300 },
  );
});

test("no blank, dash, digit or invisible sign of any script hides a word from who types it plainly", () => {
  for (const blank of UNICODE.blanks) expect(toSearchText(`a${blank}b`)).toBe("a b");
  for (const dash of UNICODE.dashes)
    expect([dash, splitSearchWords(`a${dash}b`)]).toEqual([dash, dash === "〜" ? ["a~b"] : ["a", "b"]]);
  for (const sign of UNICODE.invisible)
    expect([sign.codePointAt(0)?.toString(16), toSearchText(`a${sign}b`)]).toEqual([expect.anything(), "ab"]);
  for (const digit of UNICODE.digits) expect(toSearchText(digit)).toMatch(/^[0-9]$/);
});

test("a key to sort by fits into an index, whatever the text is", () => {
  for (const sign of ["🦊", "ﷺ", "ї", "\u{10fffd}", "각", "Ǆ"]) {
    expect(Buffer.byteLength(toSortKey(sign.repeat(300)))).toBeLessThan(1_000);
  }
  expect(compareKeys("\u{1f98a}", "\uffee")).toBeGreaterThan(0);
});

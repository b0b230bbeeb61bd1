import { z } from "zod";
import { issue } from "#messages/message.ts";

/** Far below where a number in JavaScript stops being exact. */
const DIGITS_MAX = 9;

/** A whole number as people type it, in a form or an address: digits alone. Undefined for `1e2`, `0x10`, `+5`, ` 5` and `5.0`. */
export function parseTypedNumber(typed: unknown): number | undefined {
  return typeof typed === "string" && new RegExp(`^\\d{1,${DIGITS_MAX}}$`).test(typed) ? Number(typed) : undefined;
}

/** The one schema for a number that arrives as text. Refuses what is not digits, and what is out of its bounds. */
export const TypedNumber = (min: number, max: number, words: { min?: string; max?: string } = {}) =>
  z.preprocess(
    (typed) => parseTypedNumber(typed) ?? typed,
    z.number(issue("fields.whole_number_in_digits")).int().min(min, words.min).max(max, words.max),
  );

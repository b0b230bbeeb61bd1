import { z } from "zod";
import { encodeMessage, issue, message, type Message } from "#messages/message.ts";
import { explainIssue } from "./explain-issue.ts";
import { listReadings, toPlainDigits } from "./typed-digits.ts";

/** Whatever a form asks for, nobody counts so far. */
const DIGITS_MAX = 9;
const LENGTH_MAX = 40;

/**
 * Reads a whole number that a person typed in a form, in whatever way their country writes it: `1000`, `1'000`, `1 000`,
 * `1.000.000`, with any script's digits. `1.000` is a thousand in Berlin and one in London, so it is refused with both; `1.500` can only be fifteen hundred. An
 * address and the API are read by `parseTypedNumber`, which takes digits alone.
 */
export function readCount(typed: string): { count: number } | { problem: Message } {
  const readings = typed.length > LENGTH_MAX ? [] : listReadings(toPlainDigits(typed));
  const whole = readings
    .filter(({ decimals }) => /^0*$/.test(decimals))
    .map((reading) => reading.whole.replace(/^0+(?=\d)/, ""));
  const [first = "", second] = whole;
  if (second !== undefined)
    return { problem: message("fields.count_ambiguous", { typed: typed.trim(), first, second }) };
  if (first === "" || first.length > DIGITS_MAX) return { problem: message("fields.whole_number_example") };
  return { count: Number(first) };
}

/** The number that was typed, when it also `fits`; otherwise the words for beside its field, and never a number. */
export function takeCount(typed: string, fits: z.ZodType<number>, problem: z.RefinementCtx): number {
  const read = readCount(typed);
  const checked = "problem" in read ? undefined : fits.safeParse(read.count, { error: explainIssue });
  if (checked?.success) return checked.data;
  const words = "problem" in read ? encodeMessage(read.problem) : checked?.error.issues[0]?.message;
  problem.addIssue({ code: "custom", message: words ?? issue("fields.whole_number_example") });
  return z.NEVER;
}

/** The one schema for a number that a form asks a person for. */
export const TypedCount = (min: number, max: number, words: { min?: string; max?: string } = {}) =>
  z
    .string()
    .transform((typed, problem) => takeCount(typed, z.number().min(min, words.min).max(max, words.max), problem));

import { message, type Message } from "#messages/message.ts";
import { toPlainDigits } from "./typed-digits.ts";

/** A whole, in millionths: how shares are stored, so that 12.5 % and 8.1 % are whole numbers. */
export const WHOLE_PPM = 1_000_000;
const PPM_OF_PERCENT = WHOLE_PPM / 100;
const LENGTH_MAX = 40;
const PERCENT = /^(\d{1,9})(?:[.,](\d{1,4}))?\s?%?$/;

/**
 * Reads a percentage that a person typed: `10`, `12,5`, `12.5 %`, with any script's digits, up to four decimals. A share has no thousands,
 * so whatever mark stands in it begins its decimals. Gives millionths. Refuses nothing at all and more than the whole.
 */
export function readPercent(typed: string): { ppm: number } | { problem: Message } {
  const [, whole, decimals = ""] = (typed.length > LENGTH_MAX ? null : PERCENT.exec(toPlainDigits(typed))) ?? [];
  if (whole === undefined) return { problem: message("fields.percent_example") };
  const ppm = Number(whole) * PPM_OF_PERCENT + Number(decimals.padEnd(4, "0"));
  if (ppm < 1 || ppm > WHOLE_PPM) return { problem: message("fields.percent_range") };
  return { ppm };
}

/** A share as it stands in a field and in a file: 125000 is `12.5`. It is read again as what it is. */
export function formatPercentDigits(ppm: number): string {
  const whole = Math.floor(ppm / PPM_OF_PERCENT);
  const decimals = String(ppm % PPM_OF_PERCENT)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return decimals === "" ? String(whole) : `${whole}.${decimals}`;
}

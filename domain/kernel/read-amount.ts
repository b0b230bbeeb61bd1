import { message, type Message } from "#messages/message.ts";
import { getExponent } from "./currencies.ts";
import { listReadings, type Reading, toPlainDigits } from "./typed-digits.ts";

/** What was typed, as whole minor units; or why it is not taken, in words for beside the field. */
export type AmountRead = { minor: number } | { problem: Message };

const EXAMPLE = message("fields.amount_example");
const DIGITS_MAX = 15;
/** With every digit grouped and a currency beside it. */
const LENGTH_MAX = 60;

/**
 * Reads an amount that a person typed, in a form or a file, in whatever way their country writes it: `480`, `480.50`, `480,50`,
 * `1'234.50`, `1 234,50`, `1.234,50`, `12,34,567.00`, `CHF 480.–`, with any script's digits. What can be read in two ways
 * (`1.234` is a thousand in Berlin and a little more than one in London) is refused with both, unless the currency has three
 * decimals and a point stands before just three digits: then they are its decimals, as they are in its countries and in every
 * amount that we write. Refuses what is below zero, has more decimals than the currency, names another currency, or is too large
 * to be exact.
 */
export function readAmount(typed: string, currency: string): AmountRead {
  if (typed.length > LENGTH_MAX) return { problem: EXAMPLE };
  const text = withoutCurrency(typed, currency);
  const foreign = /^([A-Z]{3})\b|([A-Z]{3})$/.exec(text);
  if (foreign)
    return { problem: message("fields.amount_other_currency", { currency, other: foreign[1] ?? foreign[2] ?? "" }) };
  const readings = listReadings(text);
  const [reading, other] = readings;
  if (!reading) return { problem: EXAMPLE };
  if (!other) return minorOf(reading, currency);
  const withDecimals = readings.find(({ decimals }) => decimals !== "");
  if (withDecimals && getExponent(currency) === 3 && /^\d+\.\d{3}$/.test(text)) return minorOf(withDecimals, currency);
  return { problem: twoReadings(typed.trim(), readings, currency) };
}

/** The minor units of what was typed; undefined for what `readAmount` refuses. */
export function parseMinor(typed: string, currency: string): number | undefined {
  const read = readAmount(typed, currency);
  return "minor" in read ? read.minor : undefined;
}

/** Every amount that was typed may mean, in minor units: both readings of `1.234`, where a search has no reason to refuse two. */
export function listPossibleMinor(typed: string, currency: string): number[] {
  if (typed.length > LENGTH_MAX) return [];
  const readings = listReadings(withoutCurrency(typed, currency));
  return readings.flatMap((reading) => {
    const read = minorOf(reading, currency);
    return "minor" in read ? [read.minor] : [];
  });
}

function minorOf({ whole, decimals }: Reading, currency: string): AmountRead {
  const exponent = getExponent(currency);
  const needed = decimals.replace(/0+$/, "");
  if (needed.length > exponent) return { problem: tooManyDecimals(currency, exponent) };
  const digits = `${whole}${needed.padEnd(exponent, "0")}`.replace(/^0+(?=\d)/, "");
  const minor = Number(digits);
  if (digits.length > DIGITS_MAX || !Number.isSafeInteger(minor))
    return { problem: message("fields.amount_uncountable") };
  return { minor };
}

function tooManyDecimals(currency: string, count: number): Message {
  if (count === 0) return message("fields.amount_no_decimals", { currency });
  return message("fields.amount_decimals_max", { currency, count, example: `480.${"50".padEnd(count, "0")}` });
}

/** The digits and marks alone: `CHF 480.–` is `480`. */
const withoutCurrency = (typed: string, currency: string) =>
  toPlainDigits(typed)
    .replace(new RegExp(`^${currency}\\s?|\\s?${currency}$`), "")
    .replace(/(?<=\d)[.,][-–—]{1,2}$/, "");

function twoReadings(typed: string, readings: Reading[], currency: string): Message {
  const [first = "", second = ""] = readings.map(({ whole, decimals }) =>
    decimals === "" ? whole : `${whole}.${decimals}`,
  );
  const [clear = "", other] = readings
    .map((reading) => minorOf(reading, currency))
    .flatMap((read) => ("minor" in read ? [formatDecimal(read.minor, currency)] : []));
  if (other === undefined) return message("fields.amount_ambiguous", { typed, first, second, clear });
  return message("fields.amount_ambiguous_two", { typed, first, second, clearFirst: clear, clearSecond: other });
}

/**
 * An amount by its digits, with the decimals of its currency, as it stands in a field and in a file: 48050 in CHF is `480.50`. It is
 * read again as what it is. The point is placed, never divided by.
 */
export function formatDecimal(minor: number, currency: string): string {
  const exponent = getExponent(currency);
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

import { message, type Message } from "#messages/message.ts";
import { getExponent } from "./currencies.ts";

/** What was typed, as whole minor units; or why it is not taken, in words for beside the field. */
export type AmountRead = { minor: number } | { problem: Message };

const EXAMPLE = message("fields.amount_example");
const DIGITS_MAX = 15;
/** With every digit grouped and a currency beside it. */
const LENGTH_MAX = 60;

/** One way to read what was typed: its whole part and its decimals, digits only. */
type Reading = { whole: string; decimals: string };

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
  const text = plainDigits(typed, currency);
  const foreign = /^([A-Z]{3})\b|([A-Z]{3})$/.exec(text);
  if (foreign)
    return { problem: message("fields.amount_other_currency", { currency, other: foreign[1] ?? foreign[2] ?? "" }) };
  const readings = readingsOf(text);
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
  const readings = readingsOf(plainDigits(typed, currency));
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

/** Digits of any script as ours, signs that only look different as one, without the currency's code and what cannot be seen. */
function plainDigits(typed: string, currency: string): string {
  return typed
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\u066b]/g, ".")
    .replace(/[\u066c’‘ʼ′`´＇]/g, "'")
    .replace(/،/g, ",")
    .replace(/[\s\p{Zs}]+/gu, " ")
    .trim()
    .replace(new RegExp(`^${currency}\\s?|\\s?${currency}$`), "")
    .replace(/(?<=\d)[.,][-–—]{1,2}$/, "");
}

/** Unicode keeps the ten digits of a script together, zero first (its section 4.6). */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) as number;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (point - zero) % 10;
}

/** Groups of three, or as India counts: the last of three, those before of two. */
const GROUPED = /^(?!0\d|0[^\d])(?:\d{1,3}(?:S\d{3})+|\d{1,2}(?:S\d{2})+S\d{3})$/;
const MARKS = [".", ",", "'", " "];

/** Every way in which a text of digits and marks can be meant, each once. */
function readingsOf(text: string): Reading[] {
  if (!/^\d[\d.,' ]*$/.test(text)) return [];
  const found = new Map<string, Reading>();
  const add = (reading: Reading) => found.set(`${reading.whole}.${reading.decimals.replace(/0+$/, "")}`, reading);
  const asWhole = ungrouped(text);
  if (asWhole !== undefined) add({ whole: asWhole, decimals: "" });
  for (const mark of [".", ","]) {
    const at = text.lastIndexOf(mark);
    const decimals = text.slice(at + 1);
    if (at < 1 || !/^\d+$/.test(decimals)) continue;
    const whole = text.slice(0, at);
    const digits = whole.includes(mark) ? undefined : ungrouped(whole);
    if (digits !== undefined) add({ whole: digits, decimals });
  }
  return [...found.values()];
}

/** The digits of a whole number, grouped by one sign or not at all; undefined for what is none. */
function ungrouped(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text;
  const mark = MARKS.find((each) => text.includes(each));
  if (mark === undefined) return undefined;
  const grouped = new RegExp(GROUPED.source.replaceAll("S", mark === "." ? "\\." : mark));
  return grouped.test(text) ? text.replaceAll(mark, "") : undefined;
}

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

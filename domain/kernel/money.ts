import { getExponent } from "./currencies.ts";
import { formatDecimal } from "./read-amount.ts";

export { getExponent } from "./currencies.ts";
export { parseMinor } from "./read-amount.ts";

/** An amount: whole minor units (cents, or yen) and an ISO 4217 code. Never a fraction, never a float. */
export type Money = { minor: number; currency: string };

/** The amount in digits, for a field, a file or a machine: `480.50`, `1200`. */
export function toDecimal({ minor, currency }: Money): string {
  return formatDecimal(minor, currency);
}

export type MoneyFormat = {
  /** Leaves the decimals out when there are none: CHF 480. For prices, never for accounts. */
  short?: boolean;
  /** The figure alone, in a column whose header names the currency. */
  bare?: boolean;
  locale?: string;
};

// Making a formatter costs more than using it; there are as many as currencies times ways of writing.
const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(currency: string, { short, bare, locale = "en" }: MoneyFormat): Intl.NumberFormat {
  // How many decimals is said and never asked: see currencies.ts.
  const digits = getExponent(currency);
  const key = `${currency} ${digits} ${short} ${bare} ${locale}`;
  let made = formatters.get(key);
  if (!made) {
    const decimals = {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      trailingZeroDisplay: short ? "stripIfInteger" : "auto",
    } as const;
    const named = /^[A-Za-z]{3}$/.test(currency)
      ? ({ style: "currency", currency, currencyDisplay: "code" } as const)
      : {};
    made = new Intl.NumberFormat(locale, bare ? decimals : { ...named, ...decimals });
    formatters.set(key, made);
  }
  return made;
}

/** The amount as a sentence says it: `CHF 480.00`. Every digit counts, and the figure is placed by digits, never by division. */
export function formatMoney({ minor, currency }: Money, format: MoneyFormat = {}): string {
  // A string keeps every digit; Intl takes decimals as text without going through a float.
  const figure = formatDecimal(Math.abs(minor), currency) as Intl.StringNumericLiteral;
  const text = formatterFor(currency, format)
    .format(figure)
    .replace(/\u00a0/g, " ")
    .replaceAll("'", "’");
  return minor < 0 ? `\u2212${text}` : text;
}

/** Splits an amount by weights so that the parts add up exactly (largest remainder, first come first served on a tie). */
export function allocateMinor(minor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum <= 0) throw new RangeError("weights must add up to more than nothing");
  const exact = weights.map((weight) => (BigInt(minor) * BigInt(weight)) / BigInt(sum));
  const parts = exact.map(Number);
  const rest = minor - parts.reduce((total, part) => total + part, 0);
  const remainders = weights
    .map((weight, position) => ({ position, remainder: (BigInt(minor) * BigInt(weight)) % BigInt(sum) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.position - b.position : a.remainder > b.remainder ? -1 : 1));
  for (const { position } of remainders.slice(0, rest)) parts[position] = (parts[position] as number) + 1;
  return parts;
}

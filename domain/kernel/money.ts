/** An amount: whole minor units (cents, or yen) and an ISO 4217 code. Never a fraction, never a float. */
export type Money = { minor: number; currency: string };

const exponents = new Map<string, number>();

/** How many decimals a currency has by ISO 4217: JPY 0, EUR 2, KWD 3. Refuses what is no currency code. */
export function exponentOf(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError(`not a currency code: ${currency}`);
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    exponent = format.resolvedOptions().maximumFractionDigits ?? 2;
    exponents.set(currency, exponent);
  }
  return exponent;
}

/** `"480.5"` in CHF is 48050. Returns undefined for what is no amount, has too many decimals, or is too large to be exact. */
export function parseMinor(text: string, currency: string): number | undefined {
  const exponent = exponentOf(currency);
  const match = /^(\d{1,12})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return undefined;
  const decimals = match[2] ?? "";
  if (decimals.length > exponent) return undefined;
  const minor = Number(`${match[1]}${decimals.padEnd(exponent, "0")}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** The amount as people write it in a field or a file: `480.50`, `1200`. */
export function toDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** The amount with its currency, as a sentence would say it: `CHF 480.00`. */
export function formatMoney({ minor, currency }: Money, locale = "en"): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "code" });
  // A string keeps every digit; Intl takes decimals as text without going through a float.
  return format.format(toDecimal({ minor, currency }) as Intl.StringNumericLiteral).replace(/\u00a0/g, " ");
}

/** Splits an amount by weights so that the parts add up exactly (largest remainder, first come first served on a tie). */
export function allocate(minor: number, weights: readonly number[]): number[] {
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

import { getExponent } from "./currencies.ts";

/**
 * A machine's amount (`-12.50`, `1200`) in minor units. Undefined for what is none, or has a fraction of the least unit, or is too large to be
 * exact.
 */
export function parseDecimal(text: string, currency: string): number | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, sign, whole = "", decimals = ""] = match;
  const exponent = getExponent(currency);
  const needed = decimals.replace(/0+$/, "");
  if (needed.length > exponent) return undefined;
  const minor = Number(`${whole}${needed.padEnd(exponent, "0")}`);
  if (!Number.isSafeInteger(minor)) return undefined;
  return sign === "-" ? 0 - minor : minor;
}

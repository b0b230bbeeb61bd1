import { getExponent } from "../../kernel/currencies.ts";

/**
 * An amount in hundredths, which is all that EN 16931 has room for (BR-DEC-*): 5 yen are 500. Undefined where there is more behind the
 * point: 1.234 dinars cannot stand in an e-invoice.
 */
export function computeHundredths(minor: number, currency: string): number | undefined {
  const exponent = getExponent(currency);
  if (exponent <= 2) return minor * 10 ** (2 - exponent);
  const parts = 10 ** (exponent - 2);
  return minor % parts === 0 ? minor / parts : undefined;
}

/*
 * ISO 7064 MOD 97-10, the check digits of IBANs (ISO 13616) and of structured creditor references (ISO 11649): letters become
 * two digits (A is 10, Z is 35), and the number modulo 97 must be 1 with the check digits at the end.
 */

/** A text of letters and digits as a number, modulo 97. */
export function computeModulo97(text: string): number {
  const digits = text.toUpperCase().replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return Number(BigInt(digits) % 97n);
}

/** Characters that people and banks write between the groups of a number: blanks of every kind, dashes, dots, slashes. */
const BETWEEN = /[\s\u00ad\u200b-\u200f\u2060\ufeff.\-\u2010-\u2015/_]/g;

/** `ch93 0076-2011` gives `CH9300762011`. */
export function compactCode(text: string): string {
  return text.normalize("NFKC").replace(BETWEEN, "").toUpperCase();
}

/** A number of a bank as people read it, on every page and in every mail: in groups of four, as banks print it. */
export function formatInGroups(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1 ");
}

/*
 * The structured creditor reference of ISO 11649: "RF", two check digits, and up to 21 letters and digits of the creditor's
 * own. Banks check it as people type it, so money with a mistyped reference does not leave. The check digits are the
 * ISO 7064 MOD 97-10 that IBANs use as well.
 */
const OWN_CHARACTERS_MAX = 21;

/** `539007547034` gives `RF18539007547034`. Takes letters and digits; spaces and dashes are left out. */
export function getCreditorReference(own: string): string {
  const kept = own.replace(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z0-9]+$/.test(kept) || kept.length > OWN_CHARACTERS_MAX) {
    throw new RangeError(`a creditor reference takes 1 to ${OWN_CHARACTERS_MAX} letters and digits`);
  }
  const check = 98 - remainderOf(`${kept}RF00`);
  return `RF${String(check).padStart(2, "0")}${kept}`;
}

/** Whether a text is such a reference and its check digits fit, however it is spaced. */
export function isCreditorReference(text: string): boolean {
  const match = /^(RF\d{2})([A-Z0-9]{1,21})$/.exec(text.replace(/\s/g, "").toUpperCase());
  return match !== null && remainderOf(`${match[2]}${match[1]}`) === 1;
}

/** The number modulo 97, after each letter has become two digits (A is 10, Z is 35). */
function remainderOf(text: string): number {
  const digits = text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return Number(BigInt(digits) % 97n);
}

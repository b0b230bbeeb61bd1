import { compactCode } from "#domain/kernel/modulo97.ts";
import { type Money, toDecimal } from "#domain/kernel/money.ts";

/** Whom a transfer goes to, and what stands on it. `reference`: a structured one (ISO 11649); `message` stands there where it is empty. */
export type Transfer = { holder: string; iban: string; reference: string; message?: string; amount: Money };

const NAME_MAX = 70;
const AMOUNT_MINOR_MAX = 99_999_999_999;

/**
 * What the apps of banks in the euro area read from a QR code to fill in a transfer (EPC069-12, version 2, in UTF-8): everything but the
 * bank's own code, which is not needed within it. Null when the transfer is none in euro, or one of its parts is more than the code holds.
 */
export function buildEpcCode({ holder, iban, reference, message = "", amount }: Transfer): string | null {
  if (amount.currency !== "EUR" || amount.minor < 1 || amount.minor > AMOUNT_MINOR_MAX) return null;
  if (holder.length > NAME_MAX || holder.includes("\n")) return null;
  const [serviceTag, version, utf8, transfer] = ["BCD", "002", "1", "SCT"];
  const [bankCode, purpose] = ["", ""];
  const to = [holder, compactCode(iban), `EUR${toDecimal(amount)}`];
  // One or the other: structured, or a text in the line after it.
  const what = reference === "" && message !== "" ? ["", message] : [compactCode(reference)];
  return [serviceTag, version, utf8, transfer, bankCode, ...to, purpose, ...what].join("\n");
}

import { compactCode } from "#domain/kernel/modulo97.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { SchoolSettings } from "#domain/settings/inputs.ts";
import type { Transfer } from "./epc-code.ts";

/** The parts of an address that a bill must name. */
export type CreditorAddress = Pick<
  SchoolSettings,
  "addressStreet" | "addressNumber" | "addressPostCode" | "addressTown" | "addressCountry"
>;

const NAME_MAX = 70;
const AMOUNT_MINOR_MAX = 99_999_999_999;

/** The letters that a bill may hold: Latin, with the accents of Europe (SIX, Implementation Guidelines QR-bill 2.3, appendix on characters). */
const LETTERS = /^[\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u20ac]*$/;

/** Accounts whose number of a bank lies in this range take references of another kind only. */
const QR_IBAN_BANKS = { from: 30_000, to: 31_999 };

function isQrIban(iban: string): boolean {
  const bank = Number(compactCode(iban).slice(4, 9));
  return bank >= QR_IBAN_BANKS.from && bank <= QR_IBAN_BANKS.to;
}

/**
 * What the QR code of a Swiss bill says (SIX, Implementation Guidelines QR-bill 2.3), with a structured address and the creditor's reference
 * (`SCOR`), or none and a message; whoever pays adds themselves. Null when no such bill can be made of the transfer: another currency, an account elsewhere or one
 * that takes no such reference, an address without its town and country, or letters that a bill may not hold.
 */
export function buildSwissCode(transfer: Transfer, address: CreditorAddress): string | null {
  const { holder, amount } = transfer;
  const iban = compactCode(transfer.iban);
  if (!["CHF", "EUR"].includes(amount.currency) || amount.minor < 1 || amount.minor > AMOUNT_MINOR_MAX) return null;
  if (!/^(CH|LI)\d{2}/.test(iban) || isQrIban(iban)) return null;
  const { addressStreet, addressNumber, addressPostCode, addressTown, addressCountry } = address;
  if (!addressPostCode || !addressTown || !addressCountry || holder.length > NAME_MAX) return null;
  const creditor = ["S", holder, addressStreet, addressNumber, addressPostCode, addressTown, addressCountry];
  const nobody = ["", "", "", "", "", "", ""];
  const rows = [
    ...["SPC", "0200", "1", iban],
    ...creditor,
    // The place of a final creditor, which the standard keeps for later.
    ...nobody,
    ...[toDecimal(amount), amount.currency],
    ...nobody,
    ...(transfer.reference === ""
      ? ["NON", "", transfer.message ?? "", "EPD"]
      : ["SCOR", compactCode(transfer.reference), "", "EPD"]),
  ];
  return rows.every((row) => LETTERS.test(row)) ? rows.join("\n") : null;
}

import { buildEpcCode, type Transfer } from "./epc-code.ts";
import { buildSwissCode, type CreditorAddress } from "./swiss-code.ts";

/** `swiss` carries a cross in its middle. */
export type BillCode = { kind: "epc" | "swiss"; text: string };

/** The QR code that fills in a transfer: the one of the euro area for euro, that of Swiss bills for francs; null where there is none. */
export function buildBillCode(transfer: Transfer, address: CreditorAddress): BillCode | null {
  const epc = buildEpcCode(transfer);
  if (epc !== null) return { kind: "epc", text: epc };
  const swiss = buildSwissCode(transfer, address);
  return swiss === null ? null : { kind: "swiss", text: swiss };
}

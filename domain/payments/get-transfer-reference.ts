import { createHash } from "node:crypto";
import { getCreditorReference } from "../kernel/creditor-reference.ts";

/** Tells two attempts at one order apart; with 32 letters to the fourth power, a person's few attempts never meet. */
const ATTEMPT_CHARACTERS = 4;
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** What the payer of a transfer writes on it: the order's code and four letters made from the payment's id, so that the same attempt always has the same. */
export function getTransferReference(orderCode: string, paymentId: string): string {
  const bytes = createHash("sha256").update(paymentId).digest().subarray(0, ATTEMPT_CHARACTERS);
  return getCreditorReference(`${orderCode}${Array.from(bytes, (byte) => LETTERS[byte & 31]).join("")}`);
}

import type { ReturnReason } from "./record-returned-refund.ts";

/** Codes of a bank for an account that takes no money any more, or whose holder has died (ISO 20022, ExternalReturnReason1Code). */
const CLOSED = /^(AC0[467]|MD07)$/;
/** Those for a number, a bank, a kind of account or a holder that is not right. */
const WRONG = /^(AC\d\d|AG01|BE\d\d|RC\d\d)$/;

/** Why a transfer came back, by the code on the bank's statement; that it did is all that other codes, and none, say. */
export function toReturnReason(code: string | null): ReturnReason {
  if (CLOSED.test(code ?? "")) return "transfer_account_closed";
  return WRONG.test(code ?? "") ? "transfer_account_wrong" : "transfer_returned";
}

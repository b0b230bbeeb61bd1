import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { insertOtherMatch } from "./settle-payout-line.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/**
 * Takes a line for what the bank asks for its services, or for such a charge that it gave back: it is booked with the fees. Refuses (`wrong_state`) a line that
 * does not wait, and one whose amount could not be read (`invalid_input`).
 */
export async function matchBankCharge(ctx: WriteCtx, { lineId }: { lineId: string }): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const line = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null });
  await insertOtherMatch(ctx, line, { kind: "bank_charge" });
  const after = { state: "matched", amountMinor: line.amountMinor, currency: line.currency, charge: true };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return line;
}

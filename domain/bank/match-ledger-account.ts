import { eq } from "drizzle-orm";
import type { z } from "zod";
import { bankLines } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { AccountBooking } from "./inputs.ts";
import { insertOtherMatch } from "./settle-payout-line.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/**
 * Takes a line for money of no order (rent, a donation, interest): it is booked to an account of the general ledger, with a text. One that was put aside can be
 * booked, too. Refuses (`wrong_state`) a line that was matched, and one whose amount could not be read (`invalid_input`).
 */
export async function matchLedgerAccount(
  ctx: WriteCtx,
  { lineId, account, words }: { lineId: string } & z.output<typeof AccountBooking>,
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const [known] = await ctx.tx.select({ state: bankLines.state }).from(bankLines).where(eq(bankLines.id, lineId));
  const before = known?.state === "ignored" ? "ignored" : "waiting";
  const line = await takeBankLine(ctx, lineId, before, "matched", { problem: null, ignoredReason: null });
  await insertOtherMatch(ctx, line, { kind: "account", account, words });
  const after = { state: "matched", amountMinor: line.amountMinor, currency: line.currency, account, words };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: before }, after });
  return line;
}

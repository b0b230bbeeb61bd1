import { and, eq } from "drizzle-orm";
import { bankLines, providerTransactions } from "#db/schema/index.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { takeAsPayout } from "./settle-payout-line.ts";
import type { BankLine } from "./take-bank-line.ts";

/**
 * Takes a line for what a payment provider has paid out: the payout of its books (`transactionId`), or, where they have not told of it yet, one without a name (null).
 * Refuses (`amount_mismatch`) a payout of another amount or currency, and (`wrong_state`) one that another line was taken for.
 */
// eslint-disable-next-line matricula/write-verbs-check -- `takeAsPayout` audits it, as it does for a line that settles by itself.
export async function matchBankPayout(
  ctx: WriteCtx,
  { lineId, transactionId }: { lineId: string; transactionId: string | null },
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  if (transactionId !== null) await checkPayout(ctx, lineId, transactionId);
  return takeAsPayout(ctx, lineId, transactionId);
}

async function checkPayout(ctx: WriteCtx, lineId: string, transactionId: string): Promise<void> {
  const [line] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  const [payout] = await ctx.tx
    .select()
    .from(providerTransactions)
    .where(and(eq(providerTransactions.id, transactionId), eq(providerTransactions.kind, "payout")));
  if (!payout || !line) throw new Refusal("not_found");
  // What left the balance at the provider is what came to the bank.
  const isSame = payout.currency === line.currency && 0 - payout.netMinor === line.amountMinor;
  if (!isSame) throw new Refusal("amount_mismatch");
}

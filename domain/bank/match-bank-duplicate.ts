import { and, eq, ne, notExists } from "drizzle-orm";
import { bankLines, bankMatches } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isLiveDuplicate } from "./duplicates.ts";
import { insertOtherMatch } from "./settle-payout-line.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/**
 * Takes a line for one that another line has said already, in a file of another kind: it is no money, and the accounts count it once. Refuses (`wrong_state`) a line that does
 * not wait, and one of which there is no other with its account, day, amount and currency.
 */
export async function matchBankDuplicate(ctx: WriteCtx, { lineId }: { lineId: string }): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const line = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null });
  if (!(await hasTwin(ctx, line))) throw new Refusal("wrong_state", { words: message("bank.no_twin") });
  await insertOtherMatch(ctx, line, { kind: "duplicate" });
  const after = { state: "matched", amountMinor: line.amountMinor, currency: line.currency, duplicate: true };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return line;
}

/** Whether another line of the account has its day and amount, and is money itself. */
async function hasTwin(ctx: WriteCtx, { id, accountId, bookedOn, amountMinor, currency }: BankLine): Promise<boolean> {
  if (amountMinor === null) return false;
  const own = ctx.tx
    .select({ id: bankMatches.id })
    .from(bankMatches)
    .where(and(eq(bankMatches.lineId, bankLines.id), isLiveDuplicate));
  const [twin] = await ctx.tx
    .select({ id: bankLines.id })
    .from(bankLines)
    .where(
      and(
        ...[eq(bankLines.accountId, accountId), eq(bankLines.bookedOn, bookedOn), ne(bankLines.id, id)],
        ...[eq(bankLines.amountMinor, amountMinor), eq(bankLines.currency, currency), notExists(own)],
      ),
    )
    .limit(1);
  return twin !== undefined;
}

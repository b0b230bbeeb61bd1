import { sql } from "drizzle-orm";
import { creditBalances } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { type Against, type CreditMove, insertCreditEntry } from "./insert-credit-entry.ts";

/** Adds to somebody's credit what `from` gives. The ledger follows: credit is the customer's money, in a drawer of their own. */
export async function addCredit(ctx: StepCtx, move: CreditMove, from: Against): Promise<void> {
  const { userId, currency, amountMinor } = move;
  await ctx.tx
    .insert(creditBalances)
    .values({ userId, currency, balanceMinor: amountMinor })
    .onConflictDoUpdate({
      target: [creditBalances.userId, creditBalances.currency],
      set: { balanceMinor: sql`${creditBalances.balanceMinor} + ${amountMinor}` },
    });
  const id = await insertCreditEntry(ctx, move, amountMinor);
  await postJournal(ctx, {
    kind: "credit_added",
    source: { type: "credit", id },
    lines: [
      ...from.map((line) => ({ ...line, currency })),
      { account: "customer_funds", detail: userId, amountMinor: -amountMinor, currency },
    ],
  });
}

import { and, eq, gte, sql } from "drizzle-orm";
import { creditBalances } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { type Against, type CreditMove, insertCreditEntry } from "./insert-credit-entry.ts";

/** Takes from somebody's credit, never more than there is. Gives back the entry; undefined, and nothing changed, when it does not suffice. */
export async function takeCredit(ctx: StepCtx, move: CreditMove, to: Against): Promise<string | undefined> {
  const { userId, currency, amountMinor } = move;
  const [left] = await ctx.tx
    .update(creditBalances)
    .set({ balanceMinor: sql`${creditBalances.balanceMinor} - ${amountMinor}` })
    .where(
      and(
        eq(creditBalances.userId, userId),
        eq(creditBalances.currency, currency),
        gte(creditBalances.balanceMinor, amountMinor),
      ),
    )
    .returning({ balanceMinor: creditBalances.balanceMinor });
  if (!left) return undefined;
  const id = await insertCreditEntry(ctx, move, -amountMinor);
  await postJournal(ctx, {
    kind: "credit_taken",
    source: { type: "credit", id },
    lines: [
      { account: "customer_funds", detail: userId, amountMinor, currency },
      ...to.map((line) => ({ ...line, amountMinor: -line.amountMinor, currency })),
    ],
  });
  return id;
}

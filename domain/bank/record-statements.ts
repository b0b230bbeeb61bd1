import { and, eq } from "drizzle-orm";
import { bankStatements } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { findStatementProblem } from "./find-statement-problem.ts";
import type { Statement } from "./statement.ts";

/**
 * The step of keeping what the statements of a file say of their account's balance, each once, and of saying anew which statements of the account do
 * not follow on from the one before: a file that was missing takes the gap away. What was explained stays explained while it is the same.
 */
export async function recordStatements(
  ctx: StepCtx,
  { fileId, accountId, statements }: { fileId: string; accountId: string; statements: readonly Statement[] },
): Promise<void> {
  const rows = statements.flatMap(({ balances }) =>
    balances && balances.openingOn <= balances.closingOn
      ? [{ ...balances, id: createId("bankStatement"), accountId, fileId, createdAt: ctx.now }]
      : [],
  );
  if (rows.length === 0) return;
  for (const row of rows) await ctx.tx.insert(bankStatements).values(row).onConflictDoNothing();
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const own = rows.filter((row) => row.currency === currency);
    const from = own.reduce((first, { openingOn }) => (openingOn < first ? openingOn : first), "9999");
    await judgeStatements(ctx, { accountId, currency, from });
  }
}

/** Nothing before the first day of what came can have changed. */
async function judgeStatements(ctx: StepCtx, of: { accountId: string; currency: string; from: string }): Promise<void> {
  const all = await ctx.tx
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.accountId, of.accountId), eq(bankStatements.currency, of.currency)));
  for (const each of all.filter(({ openingOn }) => openingOn >= of.from)) {
    const found = findStatementProblem(each, all);
    const [problem, previousId] = [found?.problem ?? null, found?.previousId ?? null];
    if (problem === each.problem && previousId === each.previousId) continue;
    const anew = { explanation: null, explainedAt: null, explainedBy: null };
    await ctx.tx
      .update(bankStatements)
      .set({ ...anew, problem, previousId })
      .where(eq(bankStatements.id, each.id));
  }
}

import { and, eq, isNotNull } from "drizzle-orm";
import { bankAccounts } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** Takes an account that was archived into use again. Refuses (`not_found`) one that there is not, and (`wrong_state`) one that is in use. */
export async function restoreBankAccount(ctx: WriteCtx, { accountId }: { accountId: string }): Promise<void> {
  authorize(ctx, "bank.archive", {});
  const [account] = await ctx.tx.select().from(bankAccounts).where(eq(bankAccounts.id, accountId));
  if (!account) throw new Refusal("not_found");
  const [restored] = await ctx.tx
    .update(bankAccounts)
    .set({ archivedAt: null, archivedBy: null })
    .where(and(eq(bankAccounts.id, accountId), isNotNull(bankAccounts.archivedAt)))
    .returning({ id: bankAccounts.id });
  if (!restored) throw new Refusal("wrong_state");
  const change = { before: { isArchived: true }, after: { isArchived: false, account: account.iban } };
  await audit(ctx, "bank.archive", { type: "bank_account", id: accountId }, change);
}

import { and, eq, isNull } from "drizzle-orm";
import { bankAccounts } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Puts away an account that the school does not use any more: nobody is offered it, and its lines and statements stay. Its statements are still
 * taken, because a payer may know it for years. Refuses (`wrong_state`) the one to which transfers go by the settings, and one that is archived.
 */
export async function archiveBankAccount(ctx: WriteCtx, { accountId }: { accountId: string }): Promise<void> {
  authorize(ctx, "bank.archive", {});
  const [account] = await ctx.tx.select().from(bankAccounts).where(eq(bankAccounts.id, accountId));
  if (!account) throw new Refusal("not_found");
  if (ctx.rules.bank && compactCode(ctx.rules.bank.iban) === account.iban) {
    throw new Refusal("wrong_state", { words: message("bank.account_in_use") });
  }
  const [archived] = await ctx.tx
    .update(bankAccounts)
    .set({ archivedAt: ctx.now, archivedBy: ctx.actor.type === "user" ? getActorId(ctx.actor) : null })
    .where(and(eq(bankAccounts.id, accountId), isNull(bankAccounts.archivedAt)))
    .returning({ id: bankAccounts.id });
  if (!archived) throw new Refusal("wrong_state");
  const change = { before: { isArchived: false }, after: { isArchived: true, account: account.iban } };
  await audit(ctx, "bank.archive", { type: "bank_account", id: accountId }, change);
}

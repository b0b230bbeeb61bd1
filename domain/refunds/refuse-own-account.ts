import { eq } from "drizzle-orm";
import { bankAccounts } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { Refusal } from "../kernel/refusal.ts";

/**
 * Refuses (`invalid_input`), beside its field, to send a refund to an account of the school's own: the one that its bills name, or another whose
 * statements it loads. It is the number that stands in front of whoever copies one.
 */
export async function refuseOwnAccount(ctx: Pick<StepCtx, "tx" | "rules">, account: string): Promise<void> {
  const named = compactCode(account);
  const isOfBills = ctx.rules.bank ? compactCode(ctx.rules.bank.iban) === named : false;
  const [own] = isOfBills ? [] : await ctx.tx.select().from(bankAccounts).where(eq(bankAccounts.iban, named)).limit(1);
  if (isOfBills || own) throw new Refusal("invalid_input", { fields: { iban: message("fields.account_is_ours") } });
}

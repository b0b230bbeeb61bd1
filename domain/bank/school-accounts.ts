import { asc, eq } from "drizzle-orm";
import { bankAccounts } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getActorId } from "../kernel/actor.ts";
import type { Rules, StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { compactCode } from "../kernel/modulo97.ts";

export type BankAccount = Pick<typeof bankAccounts.$inferSelect, "id" | "iban" | "alias" | "archivedAt">;

/** The accounts whose statements the school loads, the oldest first, and those that it has archived: payers may know them for years. The one of the settings is among them as soon as a file was loaded. */
export async function listBankAccounts(from: Reader | Tx): Promise<BankAccount[]> {
  const { id, iban, alias, archivedAt } = bankAccounts;
  return from
    .select({ id, iban, alias, archivedAt })
    .from(bankAccounts)
    .orderBy(asc(bankAccounts.createdAt), asc(bankAccounts.id));
}

/** The same and the account of the settings, for whoever only looks: that one may have no id yet. */
export async function listKnownAccounts(from: Reader | Tx, rules: Rules): Promise<BankAccount[]> {
  const known = await listBankAccounts(from);
  const iban = rules.bank && compactCode(rules.bank.iban);
  if (!iban || known.some((each) => each.iban === iban)) return known;
  return [...known, { id: "", iban, alias: null, archivedAt: null }];
}

/** Adds an account unless it is there. */
export async function findOrAddAccount(
  ctx: StepCtx,
  { iban, alias = null }: { iban: string; alias?: string | null },
): Promise<BankAccount> {
  const [found] = await ctx.tx.select().from(bankAccounts).where(eq(bankAccounts.iban, iban));
  if (found) return found;
  const createdBy = ctx.actor.type === "user" ? getActorId(ctx.actor) : null;
  const account = { id: createId("bankAccount"), iban, alias, createdAt: ctx.now, createdBy };
  await ctx.tx.insert(bankAccounts).values(account);
  return { ...account, archivedAt: null };
}

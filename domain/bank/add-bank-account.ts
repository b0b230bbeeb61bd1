import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { type BankAccount, findOrAddAccount } from "./school-accounts.ts";

/**
 * Says that an account is the school's, so that its statements are taken: by its IBAN, or, where a bank's files name none, by the number that they name. One that
 * is known is left as it is. Refuses (`invalid_input`) an IBAN that is mistyped.
 */
export async function addBankAccount(ctx: WriteCtx, input: { account: string }): Promise<BankAccount> {
  authorize(ctx, "bank.account", {});
  const name = compactCode(input.account);
  const fault = /^[A-Z]{2}/.test(name) ? describeIbanFault(name) : null;
  const isNumber = /^[0-9A-Z]{4,34}$/.test(name);
  if (fault || !isNumber) {
    throw new Refusal("invalid_input", { fields: { account: fault ?? message("bank.account_unreadable") } });
  }
  const typed = input.account.replaceAll(" ", "").slice(0, 40);
  const account = await findOrAddAccount(ctx, { iban: name, alias: typed.includes("/") ? typed : null });
  await audit(ctx, "bank.account", { type: "bank_account", id: account.id }, { after: { account: account.iban } });
  return account;
}

import { message } from "#messages/message.ts";
import { describeIbanFault } from "../kernel/describe-iban-fault.ts";
import { compactCode } from "../kernel/modulo97.ts";
import { Refusal } from "../kernel/refusal.ts";

/** To whom a refund by transfer goes. */
export type Payee = { holder: string; iban: string };

/** The account as it is kept. Refuses (`invalid_input`), beside its field, one without a holder or whose number cannot be right. */
export function checkPayee({ holder, iban }: Payee): Payee {
  const named = holder.trim();
  const fault = describeIbanFault(iban);
  const fields = {
    ...(named === "" ? { holder: message("fields.account_holder_needed") } : {}),
    ...(fault ? { iban: fault } : {}),
  };
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
  return { holder: named, iban: compactCode(iban) };
}

/** An account as the audit log, mails and receipts name it: by its end. */
export const formatIbanEnd = (iban: string) => `… ${iban.slice(-4)}`;

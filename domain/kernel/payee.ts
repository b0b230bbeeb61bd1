import { message, type Message } from "#messages/message.ts";
import { describeIbanFault } from "./describe-iban-fault.ts";
import { compactCode, formatInGroups } from "./modulo97.ts";
import { Refusal } from "./refusal.ts";

/** To whom a refund by transfer goes. `iban`: or the account's number, with its bank, where banks have no IBANs. */
export type Payee = { holder: string; iban: string };

/** The account as it is kept. Refuses (`invalid_input`), beside its field, one without a holder or whose number cannot be right. */
export function checkPayee({ holder, iban }: Payee): Payee {
  const named = holder.trim();
  const fault = describeAccountFault(iban);
  const fields = {
    ...(named === "" ? { holder: message("fields.account_holder_needed") } : {}),
    ...(fault ? { iban: fault } : {}),
  };
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
  return { holder: named, iban: isLikeIban(iban) ? compactCode(iban) : toOneLine(iban) };
}

/** Refuses, beside its field, an account's number that cannot be right. */
export function checkAccountNumber(iban: string): void {
  const fault = describeAccountFault(iban);
  if (fault) throw new Refusal("invalid_input", { fields: { iban: fault } });
}

/** A country and check digits, also where a letter was typed for a digit that looks like it. */
const IBAN_BEGINNING = /^(\p{L}{2}\d{2}|[A-Z]{2}(\d[OIL]|[OIL]\d))/u;
const isLikeIban = (text: string) => IBAN_BEGINNING.test(compactCode(text));

const toOneLine = (text: string) => text.normalize("NFKC").replace(/\s+/g, " ").trim();

/** An account's number and its bank's name or code: letters and digits, and what stands between them. */
const ACCOUNT = /^[\p{L}\p{M}\p{N} .,/\-\u2010-\u2015]{4,60}$/u;

/** What is wrong with an account's number: as an IBAN when it looks like one, else in its characters. */
function describeAccountFault(text: string): Message | null {
  if (isLikeIban(text)) return describeIbanFault(text);
  const line = toOneLine(text);
  const isNumber = ACCOUNT.test(line) && /\d/.test(line) && compactCode(line).length >= 4;
  return isNumber ? null : message("fields.account_number");
}

/** An account as whoever makes the transfer reads it: an IBAN in groups, any other number as it was written. */
export const formatAccount = (account: string) => (isLikeIban(account) ? formatInGroups(account) : account);

/** An account as the audit log, mails and receipts name it: by its end. The name of a bank may stand behind the number. */
export function formatAccountEnd(account: string): string {
  const digits = account.replace(/\D/g, "");
  return `… ${(isLikeIban(account) || digits.length < 4 ? compactCode(account) : digits).slice(-4)}`;
}

import { compactCode } from "../kernel/modulo97.ts";

type Account = { iban: string; alias: string | null };

/**
 * Whether a file's name of an account means one of the school's: its IBAN; the national part of it, as MT940 names German accounts (a bank's code, a slash,
 * the number without its zeros); or the name that somebody has said belongs to it.
 */
export function isSameAccount({ iban, alias }: Account, named: string): boolean {
  const name = compactCode(named);
  if (name === iban || (alias !== null && name === compactCode(alias))) return true;
  // The currency stands behind the number at some banks: `DE89370400440532013000EUR`.
  if (name.replace(/[A-Z]{3}$/, "") === iban) return true;
  const [, bank, number] = /^(\d{8})\/(\d{1,10})$/.exec(named.replaceAll(" ", "")) ?? [];
  if (bank && number) return iban.startsWith("DE") && iban.slice(4) === `${bank}${number.padStart(10, "0")}`;
  const digits = name.replace(/^0+/, "");
  return /^\d{8,}$/.test(digits) && /^[A-Z]{2}/.test(iban) && iban.slice(4).endsWith(digits);
}

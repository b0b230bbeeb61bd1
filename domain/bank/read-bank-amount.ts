import { message, type Message } from "#messages/message.ts";
import { getExponent, getStandardExponent } from "../kernel/currencies.ts";

export type BankAmount = { minor: number } | { problem: Message };

/** A whole part of at most 15 digits, and what stands behind the mark. */
const PLAIN = /^([+-]?)(\d{1,15})(?:[.,](\d{0,30}))?$/;

/**
 * An amount as a bank's file writes it, `480.50` or `480,5`, as whole minor units. Nothing behind the decimals of the currency is ever
 * rounded away: what is more exact than the currency can be is said, and so is what is no amount.
 */
export function readBankAmount(written: string, currency: string): BankAmount {
  const text = written.trim();
  const [, sign, whole = "", decimals = ""] = PLAIN.exec(text) ?? [];
  if (sign === undefined) return { problem: message("bank.amount_unreadable", { amount: shorten(text) }) };
  if (!/^[A-Z]{3}$/.test(currency) || getStandardExponent(currency) === undefined) {
    return { problem: message("bank.currency_unknown", { currency: shorten(currency) }) };
  }
  const exponent = getExponent(currency);
  const needed = decimals.replace(/0+$/, "");
  if (needed.length > exponent) {
    return { problem: message("bank.amount_decimals", { amount: shorten(text), currency, count: exponent }) };
  }
  const minor = Number(`${whole}${needed.padEnd(exponent, "0")}`);
  if (!Number.isSafeInteger(minor)) return { problem: message("bank.amount_unreadable", { amount: shorten(text) }) };
  return { minor: sign === "-" ? 0 - minor : minor };
}

const shorten = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

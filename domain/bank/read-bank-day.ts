import { message, type Message } from "#messages/message.ts";

export type BankDay = { day: string } | { problem: Message };

/** Before this no statement that is loaded today was written: a day of 1970 is a counter that began at nothing. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;

/**
 * A day of a bank's file by its year, month and day. Banks reckon interest with months of thirty days, and write the 30 February, or the 29 of a
 * year that has none, as a value date: it is the last day of that February. Any other day that there is not, and any that no bank can mean, is said.
 */
export function readBankDay(year: number, month: number, day: number): BankDay {
  const written = `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31))
    return { problem: message("bank.day_unreadable", { day: written }) };
  if (year < FIRST_YEAR || year > LAST_YEAR) return { problem: message("bank.day_impossible", { day: written }) };
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > last && (month !== 2 || day > 30)) return { problem: message("bank.day_unreadable", { day: written }) };
  return { day: `${year}-${pad(month)}-${pad(Math.min(day, last))}` };
}

const pad = (number: number) => String(number).padStart(2, "0");

/** `2026-11-29`, with or without a time behind it. The day is the one that is written, whatever the time zone. */
export function readIsoDay(text: string): BankDay {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T+Z ])/.exec(text.trim()) ?? [];
  if (!year) return { problem: message("bank.day_unreadable", { day: text.trim().slice(0, 40) }) };
  return readBankDay(Number(year), Number(month), Number(day));
}

/** `261129`: years from 80 on are of the last century. */
export function readShortDay(text: string): BankDay {
  const [, year, month, day] = /^(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (!year) return { problem: message("bank.day_unreadable", { day: text.slice(0, 40) }) };
  return readBankDay((Number(year) < 80 ? 2000 : 1900) + Number(year), Number(month), Number(day));
}

import { readBankAmount, type BankAmount } from "#domain/bank/read-bank-amount.ts";
import { type BankDay, readBankDay, readIsoDay } from "#domain/bank/read-bank-day.ts";
import { message } from "#messages/message.ts";

/** In which order a table writes its days: day first, month first, or year first. */
export const DATE_ORDERS = ["dmy", "mdy", "ymd"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];
export type DecimalMark = "." | ",";

const PARTS = /^(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})(?:[ T,].*)?$/;

/**
 * The order of the days of a whole column. Points are of countries that write the day first; with slashes and dashes one of the days says it, by a number that is no
 * month. Undefined when none does: 03/04/2026 is in March or in April, and nobody guesses.
 */
export function detectDateOrder(days: readonly string[]): DateOrder | undefined {
  const parts = days.flatMap((day) => {
    const [, first = "", second = ""] = PARTS.exec(day.trim()) ?? [];
    return first ? [{ first, second, isPoint: day.includes(".") }] : [];
  });
  if (parts.length === 0 || parts.every(({ first }) => first.length === 4)) return "ymd";
  if (parts.some(({ isPoint, first }) => isPoint && first.length < 4)) return "dmy";
  const isDay = parts.some(({ first }) => Number(first) > 12);
  const isMonth = parts.some(({ second }) => Number(second) > 12);
  if (isDay !== isMonth) return isDay ? "dmy" : "mdy";
  return undefined;
}

export function readCsvDay(written: string, order: DateOrder): BankDay {
  const text = written.trim();
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return readIsoDay(text);
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year) return readBankDay(Number(year), Number(month), Number(day));
  const [, one = "", two = "", three = ""] = PARTS.exec(text) ?? [];
  if (one === "") return { problem: message("bank.day_unreadable", { day: text.slice(0, 40) }) };
  const toYear = (digits: string) =>
    digits.length === 4 ? Number(digits) : (Number(digits) < 80 ? 2000 : 1900) + Number(digits);
  if (order === "ymd" || one.length === 4) return readBankDay(toYear(one), Number(two), Number(three));
  const [dayOfMonth, monthOfYear] = order === "dmy" ? [one, two] : [two, one];
  return readBankDay(toYear(three), Number(monthOfYear), Number(dayOfMonth));
}

/** The mark before the decimals in a whole column: the last one of an amount, behind which there are one or two digits. */
export function detectDecimalMark(amounts: readonly string[]): DecimalMark | undefined {
  let mark: DecimalMark | undefined;
  for (const amount of amounts) {
    const [, found] = /([.,])\d{1,2}\D*$/.exec(amount.trim()) ?? [];
    // Two marks of which each stands before decimals: the table is not of one mind.
    if (found && mark && found !== mark) return undefined;
    if (found) mark = found as DecimalMark;
  }
  return mark;
}

/** `1'234.50`, `-1.234,50 €`, `12.00-`, `(12.00)`, `+ 5`: an amount of a table in whole minor units. */
export function readCsvAmount(written: string, currency: string, mark: DecimalMark): BankAmount {
  const text = written
    .replace(/[\s\u00a0\u202f'’]/g, "")
    .replace(/[−–]/g, "-")
    .replace(/[€$£]|[A-Z]{3}/g, "");
  const isNegative = /^-|-$|^\(.*\)$/.test(text);
  const bare = text.replace(/[-+()]/g, "");
  // `70,00` among amounts with a point is 70, and no 7,000: behind the mark between thousands stand three digits (two of a lakh).
  const groups = mark === "," ? /^\d{1,3}(\.\d{2,3})*\.\d{3}(,|$)/ : /^\d{1,3}(,\d{2,3})*,\d{3}(\.|$)/;
  const between = mark === "," ? "." : ",";
  const isGrouped = !bare.includes(between) || groups.test(bare);
  const digits = isGrouped ? bare.replaceAll(between, "") : bare;
  const read = readBankAmount(digits, currency);
  if ("problem" in read) return { problem: read.problem };
  return { minor: isNegative ? 0 - read.minor : read.minor };
}

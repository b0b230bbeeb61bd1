import type { StatementLine } from "#domain/bank/statement.ts";
import { message } from "#messages/message.ts";
import type { CsvColumns, CsvField } from "./csv-columns.ts";
import { type DateOrder, type DecimalMark, readCsvAmount, readCsvDay } from "./read-csv-values.ts";

type Reading = { columns: CsvColumns; dateOrder: DateOrder; decimalMark: DecimalMark; currency: string };
type Line = Partial<StatementLine> & Pick<StatementLine, "amountText" | "currency">;

/** A line; or what stands in a row that is none, and whether it belongs to the table's end rather than to the row before it. */
export type CsvLine = { line: Line } | { more: string; isFooter: boolean };

const TEXT_MAX = 2_000;

/** Reads a row by what its columns hold. Transfers that did not go through are no money. */
export function readRow(
  cells: readonly string[],
  { columns, dateOrder, decimalMark, currency: usual }: Reading,
): CsvLine {
  const all = (field: CsvField) =>
    columns.flatMap((each, at) => (each === field && cells[at]?.trim() ? [cells[at].trim()] : []));
  const one = (field: CsvField) => all(field)[0] ?? "";
  const written = [one("amount"), one("credit"), one("debit")];
  const day = one("booked") || one("value");
  if (written.every((cell) => !/\d/.test(cell)) || day === "") {
    return {
      more: cells
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(" "),
      isFooter: day !== "" || cells.length < columns.length / 2,
    };
  }
  const currency = one("currency").toUpperCase() || usual;
  const status = one("status");
  if (/^(REVERTED|DECLINED|FAILED|CANCELLED|CANCELED|PENDING|REFUNDED|VORGEMERKT)/i.test(status)) {
    return { more: `${status}: ${day} ${written.filter(Boolean).join(" ")} ${currency}`, isFooter: true };
  }
  const [booked, value] = [readCsvDay(day, dateOrder), readCsvDay(one("value"), dateOrder)];
  const amount = readAmount(written, one("sign"), one("fee"), { currency, decimalMark });
  const isOut = "minor" in amount && amount.minor < 0;
  return {
    line: {
      amountText: written.filter(Boolean).join(" ").slice(0, 40),
      ...{ currency: currency.slice(0, 10), amountMinor: "minor" in amount ? amount.minor : null },
      bookedOn: "day" in booked ? booked.day : null,
      valueOn: "day" in value ? value.day : null,
      name: (one("name") || one(isOut ? "payee" : "payer")).slice(0, 140),
      iban: all("iban").join("").replaceAll(" ", "").slice(0, 40),
      text: all("text").join(" ").replace(/\s+/g, " ").slice(0, TEXT_MAX),
      reference: one("reference").replaceAll(" ", "").slice(0, 40),
      endToEndId: /^NOT ?PROVIDED$/i.test(one("end_to_end")) ? "" : one("end_to_end").slice(0, 40),
      bankId: one("id").slice(0, 60),
      problem: "problem" in amount ? amount.problem : "problem" in booked ? booked.problem : null,
    },
  };
}

/** In one column with its sign, in one with the sign in another, or in two. */
function readAmount(
  [amount = "", credit = "", debit = ""]: readonly string[],
  sign: string,
  fee: string,
  { currency, decimalMark }: Pick<Reading, "currency" | "decimalMark">,
) {
  const read = (text: string) => readCsvAmount(text, currency, decimalMark);
  if (amount !== "") {
    const found = read(amount);
    if (!("minor" in found)) return found;
    const isDebit = /^(S|SOLL|D|DR|DBIT|DEBIT|AF|OUT)$/i.test(sign);
    const signed = isDebit ? 0 - Math.abs(found.minor) : found.minor;
    // Where a fee stands beside the amount, it is taken off what arrives.
    const taken = fee === "" ? { minor: 0 } : read(fee);
    return "minor" in taken ? { minor: signed - Math.abs(taken.minor) } : taken;
  }
  const [paidIn, paidOut] = [credit, debit].map((text) => (/\d/.test(text) ? read(text) : { minor: 0 }));
  if (!paidIn || !paidOut) return { problem: message("bank.amount_unreadable", { amount: "" }) };
  if (!("minor" in paidIn)) return paidIn;
  if (!("minor" in paidOut)) return paidOut;
  return { minor: Math.abs(paidIn.minor) - Math.abs(paidOut.minor) };
}

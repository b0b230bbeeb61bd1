/* eslint-disable matricula/no-literal-text -- The words of these formats are fixed, whoever reads them. */
import type { Account } from "#db/enums.ts";
import { EXPORT_FORMATS, type ExportFormat } from "#domain/accounting/export-formats.ts";
import { splitIntoPairs } from "#domain/accounting/split-into-pairs.ts";
import type { StreamedEntry } from "#domain/accounting/stream-entries.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { csvLine } from "#ops/csv.ts";

/** What a file is made of: its months, the school's year and currency, what accounts are called there, and what an entry is in words. */
export type FileFacts = {
  from: string;
  to: string;
  /** The first day of the year of accounts: `2026-01-01`. */
  yearStart: string;
  currency: string;
  /** How many digits the numbers of the accounts have. */
  numberLength: number;
  madeAt: Date;
  numberOf: (account: Account) => string;
  nameOf: (account: Account) => string;
  textOf: (entry: StreamedEntry) => string;
};

type Format = { head: (facts: FileFacts) => string; lines: (entry: StreamedEntry, facts: FileFacts) => string };

const digits = (day: string) => day.replaceAll("-", "");
const german = (day: string) => day.split("-").reverse().join(".");
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const lastDayOf = (period: string) => {
  const [year, month] = period.split("-").map(Number) as [number, number];
  return `${period}-${String(new Date(Date.UTC(year, month, 0)).getUTCDate()).padStart(2, "0")}`;
};

/** An entry by currency, as pairs of accounts. */
const pairsOf = ({ lines }: StreamedEntry) =>
  [...Map.groupBy(lines, ({ currency }) => currency)].flatMap(([currency, own]) =>
    splitIntoPairs(own).map((pair) => ({ ...pair, currency })),
  );

/**
 * DATEV format, version 700, category 21 "Buchungsstapel" 13 (developer.datev.de, "DATEV-Format"): a first line about the file, a second
 * one with the names of the columns, amounts without a sign and with a comma, the day without its year.
 */
const DATEV: Format = {
  head: ({ from, to, yearStart, currency, numberLength, madeAt }) => {
    const stamp = madeAt.toISOString().replaceAll(/[-:TZ.]/g, "");
    const about = [
      ...['"EXTF"', "700", "21", '"Buchungsstapel"', "13", stamp, "", '"RE"', '""', '""', "1001", "1"],
      ...[
        digits(yearStart),
        String(numberLength),
        digits(`${from}-01`),
        digits(lastDayOf(to)),
        '"Matricula"',
        '""',
        "1",
        "0",
        "0",
      ],
      ...[quoted(currency), "", '""', "", "", '""', "", "", '""', '""'],
    ];
    const columns = [
      ...["Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz"],
      ...["WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum"],
      ...["Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext"],
    ];
    return `${about.join(";")}\r\n${columns.join(";")}\r\n`;
  },
  lines: (entry, facts) =>
    pairsOf(entry)
      .map(({ debit, credit, amountMinor: minor, currency }) => {
        const [, month = "", day = ""] = entry.bookedOn.split("-");
        return `${[
          ...[toDecimal({ minor, currency }).replace(".", ","), '"S"', quoted(currency), "", "", '""'],
          ...[facts.numberOf(debit), facts.numberOf(credit), '""', `${day}${month}`],
          ...[quoted(entry.orderCode ?? String(entry.seq)), quoted(String(entry.seq)), ""],
          quoted(facts.textOf(entry).slice(0, 60)),
        ].join(";")}\r\n`;
      })
      .join(""),
};

/** Manual journals (central.xero.com, "Import manual journals"): debits above zero, credits below, in the books' own currency. */
const XERO: Format = {
  head: () => csvLine(["*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount"]),
  lines: (entry, facts) =>
    entry.lines
      .filter(({ currency }) => currency === facts.currency)
      .map(({ account, amountMinor: minor, currency }) => {
        const text = facts.textOf(entry);
        const cells = [`${entry.seq} ${text}`, entry.bookedOn, text, facts.numberOf(account), "Tax Exempt"];
        return csvLine([...cells, toDecimal({ minor, currency })]);
      })
      .join(""),
};

/** Journal entries (quickbooks.intuit.com, "Import journal entries"). Its accounts are found by name. */
const QUICKBOOKS: Format = {
  head: () => csvLine(["JournalNo", "JournalDate", "AccountName", "Debits", "Credits", "Description", "Currency"]),
  lines: (entry, facts) =>
    entry.lines
      .map(({ account, amountMinor, currency }) => {
        const amount = toDecimal({ minor: Math.abs(amountMinor), currency });
        const sides = amountMinor > 0 ? [amount, ""] : ["", amount];
        return csvLine([entry.seq, entry.bookedOn, facts.nameOf(account), ...sides, facts.textOf(entry), currency]);
      })
      .join(""),
};

/** Transactions of double-entry accounting (banana.ch, "Import transactions"): text with tabs, in the books' own currency. */
const BANANA: Format = {
  head: () => csvLine(["Date", "Doc", "Description", "AccountDebit", "AccountCredit", "Amount"], "\t"),
  lines: (entry, facts) =>
    pairsOf(entry)
      .filter(({ currency }) => currency === facts.currency)
      .map(({ debit, credit, amountMinor: minor, currency }) => {
        const accounts = [facts.numberOf(debit), facts.numberOf(credit)];
        const cells = [entry.bookedOn, entry.seq, facts.textOf(entry), ...accounts, toDecimal({ minor, currency })];
        return csvLine(cells, "\t");
      })
      .join(""),
};

/** One line a booking, as Abacus and most programs of Switzerland import them with a mapping of columns. */
const ABACUS: Format = {
  head: () => csvLine(["Datum", "Beleg", "Soll", "Haben", "Betrag", "Währung", "Text"], ";"),
  lines: (entry, facts) =>
    pairsOf(entry)
      .map(({ debit, credit, amountMinor: minor, currency }) => {
        const accounts = [facts.numberOf(debit), facts.numberOf(credit)];
        const amount = toDecimal({ minor, currency });
        return csvLine([german(entry.bookedOn), entry.seq, ...accounts, amount, currency, facts.textOf(entry)], ";");
      })
      .join(""),
};

const FORMATS: Record<ExportFormat, Format> = {
  datev: DATEV,
  xero: XERO,
  quickbooks: QUICKBOOKS,
  banana: BANANA,
  abacus: ABACUS,
};

/** DATEV reads Windows' Western alphabet; what is not in it becomes a question mark. */
const encodeWestern = (text: string) => Buffer.from(text.replaceAll(/[^\u0000-\u00ff]/g, "?"), "latin1");

/** A file for a bookkeeper's program, written as it is read. */
export function createBookkeepingFile(
  format: ExportFormat,
  facts: FileFacts,
  batches: AsyncGenerator<StreamedEntry[]>,
): ReadableStream<Uint8Array> {
  const { head, lines } = FORMATS[format];
  const encode = format === "datev" ? encodeWestern : (text: string) => Buffer.from(text, "utf8");
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encode(head(facts)));
    },
    async pull(controller) {
      const { done, value } = await batches.next();
      if (done) controller.close();
      else controller.enqueue(encode(value.map((entry) => lines(entry, facts)).join("")));
    },
    async cancel() {
      await batches.return(undefined);
    },
  });
}

export const findFormat = (id: string | null) => EXPORT_FORMATS.find((each) => each.id === id);

import Papa from "papaparse";
import { type BankFile, type BankFinding, EMPTY_LINE, type StatementLine } from "#domain/bank/statement.ts";
import type { CsvMapping } from "#domain/bank/csv-mapping.ts";
import { message } from "#messages/message.ts";
import { UnreadableFileError } from "../decode-file.ts";
import { DELIMITERS, plainName } from "../table-header.ts";
import { type CsvColumns, findCurrency, guessColumns, hashHeader, isComplete, isCsvField } from "./csv-columns.ts";
import { type DateOrder, type DecimalMark, detectDateOrder, detectDecimalMark } from "./read-csv-values.ts";
import { readRow } from "./read-csv-row.ts";

/** What a person says of a table, where its names do not: `columns` is one a line, `Betrag = amount`. */
export type CsvHints = {
  columns?: string | undefined;
  dateOrder?: DateOrder | undefined;
  /** How its letters are written, where that cannot be found out. */
  encoding?: string | undefined;
  currency?: string | undefined;
  account?: string | undefined;
  /** What was said of tables before, by the names of their columns. */
  mappings?: ReadonlyMap<string, CsvMapping>;
};

export type CsvRow = { line: number; cells: string[] };
type Header = { at: number; line: number; delimiter: string; names: string[]; columns: CsvColumns };

/** Banks write as many lines about the account before the names of the columns. */
const PREAMBLE_LINES_MAX = 60;
const ROWS_MAX = 200_000;
const COLUMNS_MAX = 100;

/**
 * Reads a bank's table: where its names stand, what stands between its cells, which column holds what, in which order its days are written and which mark stands before its
 * decimals. What was said of a table with the same names is known. Refuses what could be one thing or another, with what settles it.
 */
export function readBankCsv(text: string, encoding: string, hints: CsvHints = {}): BankFile {
  const header = findHeader(text, hints);
  const { names, columns, delimiter, at } = header;
  const fingerprint = hashHeader(names);
  const known = hints.mappings?.get(fingerprint);
  const rows = listRows(text.slice(at), delimiter, header.line);
  const column = (...fields: string[]) =>
    rows.flatMap(({ cells }) =>
      columns.flatMap((field, place) =>
        fields.includes(field) && cells[place]?.trim() ? [cells[place] as string] : [],
      ),
    );
  const days = column("booked", "value");
  const dateOrder = hints.dateOrder ?? (detectDateOrder(days) || (known?.dateOrder as DateOrder | undefined));
  if (!dateOrder) throw new UnreadableFileError(message("bank.csv_date_order", { day: days[0]?.slice(0, 30) ?? "" }));
  const amounts = column("amount", "credit", "debit");
  const decimalMark = detectDecimalMark(amounts) ?? (known?.decimalMark as DecimalMark | undefined) ?? ".";
  const preamble = text.slice(0, at);
  const currency = hints.currency || known?.currency || findCurrency(names, columns) || findPreambleCurrency(preamble);
  if (!columns.includes("currency") && currency === "") throw new UnreadableFileError(message("bank.csv_currency"));
  const own = findOwnAccount(preamble, names, columns, rows);
  // A first column that always says the school's own account is not the other side's.
  if (columns[0] === "iban" && own && rows.some(({ cells }) => cells[0]?.replaceAll(" ", "") === own))
    columns[0] = "account";
  const { lines, notes } = readRows(rows, { columns, dateOrder, decimalMark, currency });
  const mapping: CsvMapping = { fingerprint, columns, dateOrder, decimalMark, currency };
  const account = (hints.account || own || "").replaceAll(" ", "").toUpperCase();
  return {
    format: "csv",
    encoding,
    mapping,
    statements: [{ line: header.line, account, lines, refusal: null, notes, sequence: null }],
  };
}

/** The line with the most names that are known, or all that a person has named. */
function findHeader(text: string, hints: CsvHints): Header {
  const said = readSaid(hints.columns ?? "");
  let best: (Header & { score: number }) | undefined;
  let at = 0;
  let widest: string[] = [];
  for (let line = 1; line <= PREAMBLE_LINES_MAX && at < text.length; line++) {
    const end = text.indexOf("\n", at);
    const raw = text.slice(at, end < 0 ? undefined : end);
    const next = end < 0 ? text.length : end + 1;
    for (const delimiter of raw.length > 20_000 ? [] : DELIMITERS) {
      const [names = []] = Papa.parse<string[]>(raw, { delimiter }).data;
      if (names.length < 2 || names.length > COLUMNS_MAX) continue;
      if (names.length > widest.length) widest = names;
      const known = hints.mappings?.get(hashHeader(names))?.columns.map((field) => (isCsvField(field) ? field : ""));
      const columns = (known ?? guessColumns(names)).map(
        (field, place) => said.get(plainName(names[place] ?? "")) ?? field,
      );
      const score = columns.filter(Boolean).length + (known ? 100 : 0);
      if (isComplete(columns) && score > (best?.score ?? 0))
        best = { at: next, line: line + 1, delimiter, names, columns, score };
    }
    at = next;
  }
  if (best) return best;
  if (widest.length < 3) throw new UnreadableFileError(message("bank.file_is_unknown"));
  throw new UnreadableFileError(
    message("bank.csv_columns", {
      names: widest
        .map((name) => name.trim())
        .filter(Boolean)
        .join(", ")
        .slice(0, 500),
    }),
  );
}

function readSaid(said: string): Map<string, CsvColumns[number]> {
  const columns = new Map<string, CsvColumns[number]>();
  for (const line of said
    .split("\n")
    .map((each) => each.trim())
    .filter(Boolean)) {
    const [, name = "", field = ""] = /^(.*?)\s*=\s*([a-z_]*)$/.exec(line) ?? [];
    if (name === "" || !(field === "" || isCsvField(field)))
      throw new UnreadableFileError(message("bank.csv_column_wrong", { said: line.slice(0, 80) }));
    columns.set(plainName(name), field === "" ? "" : (field as CsvColumns[number]));
  }
  return columns;
}

function listRows(text: string, delimiter: string, firstLine: number): CsvRow[] {
  const rows: CsvRow[] = [];
  let offset = 0;
  let line = firstLine;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    step({ data, meta }, parser) {
      if (data.some((cell) => cell.trim() !== "")) rows.push({ line, cells: data });
      const piece = text.slice(offset, meta.cursor);
      line += piece.split("\n").length - 1;
      offset = meta.cursor;
      if (rows.length > ROWS_MAX) parser.abort();
    },
  });
  if (rows.length > ROWS_MAX) throw new UnreadableFileError(message("bank.too_many_lines", { max: ROWS_MAX }));
  return rows;
}

type Reading = { columns: CsvColumns; dateOrder: DateOrder; decimalMark: DecimalMark; currency: string };

/** Each row is a line, more text of the line before it (some banks list a batch so), or no money at all: then it is said. */
function readRows(rows: readonly CsvRow[], reading: Reading): { lines: StatementLine[]; notes: BankFinding[] } {
  const lines: StatementLine[] = [];
  const notes: BankFinding[] = [];
  for (const { line, cells } of rows) {
    const read = readRow(cells, reading);
    const last = lines.at(-1);
    if ("line" in read) lines.push({ ...EMPTY_LINE, ...read.line, line });
    else if (read.more !== "" && last && !read.isFooter) last.text = `${last.text} ${read.more}`.slice(0, 2_000);
    else if (read.more !== "")
      notes.push({ line, words: message("bank.csv_row_left_out", { text: read.more.slice(0, 60) }) });
  }
  return { lines, notes };
}

/** The account of the table: in the lines before it, in a column of its own, or in a first column that always says the same. */
function findOwnAccount(
  preamble: string,
  names: readonly string[],
  columns: CsvColumns,
  rows: readonly CsvRow[],
): string | undefined {
  const [iban] = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/.exec(preamble) ?? [];
  if (iban) return iban;
  const place = columns.indexOf("account");
  const first = place >= 0 ? place : plainName(names[0] ?? "") === "iban" ? 0 : -1;
  const said = new Set(rows.map(({ cells }) => cells[first]?.replaceAll(" ", "") ?? "").filter(Boolean));
  const [only] = said;
  return said.size === 1 && /\d{4,}/.test(only ?? "") ? only : undefined;
}

function findPreambleCurrency(preamble: string): string {
  return /(?:Währung|Waehrung|Currency|Devise|Valuta)\W{1,6}([A-Z]{3})\b/i.exec(preamble)?.[1] ?? "";
}

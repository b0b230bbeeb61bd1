/** What a cell may hold. Amounts come as decimal text (`480.50`), because a float could change them. */
export type CsvCell = string | number | boolean | Date | null | undefined;

export type CsvColumn<Row> = { header: string; cell: (row: Row) => CsvCell };

/** What a spreadsheet takes for a formula when it stands first in a cell (OWASP, "CSV Injection"). */
const FORMULA = "=+\\-@＝＋－＠";
/**
 * Where a cell could begin that holds one: at the start of the text, and behind what another program may take for the end of a cell.
 * In a file that is read with `;` or tabs, our own quotation marks do not hold a text together.
 */
const FORMULA_START = new RegExp(String.raw`(?<=^|[;\t|\r\n])(?=[\s"']*[${FORMULA}])`, "g");
const GUARDED_START = new RegExp(String.raw`(?<=^|[;\t|\r\n])'(?=[\s"']*[${FORMULA}])`, "g");
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;

/**
 * One cell as RFC 4180 wants it. A text that a spreadsheet would run, whatever it takes for the separator, is made plain by an
 * apostrophe; a number that is really one stays as it is, also below zero.
 */
export function csvCell(value: CsvCell): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  const safe = NUMBER.test(value) ? value : value.replace(FORMULA_START, "'");
  return /[",;\t|\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A text as it was before `csvCell` took the formulas out of it. */
export function withoutFormulaGuard(text: string): string {
  return text.replace(GUARDED_START, "");
}

/** `delimiter`: what stands between the cells; a comma, unless the file goes back to a program that wants another one. */
export function csvLine(cells: readonly CsvCell[], delimiter: CsvDelimiter = ","): string {
  return `${cells.map(csvCell).join(delimiter)}\r\n`;
}

export type CsvDelimiter = "," | ";" | "\t" | "|";

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = "\ufeff";

/** A file of rows, written batch by batch as it is read, so that a long list never stands in memory. */
export function csvStream<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterator<readonly Row[]>,
  options: { byteOrderMark?: boolean; delimiter?: CsvDelimiter | undefined } = {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const head = csvLine(
        columns.map(({ header }) => header),
        options.delimiter,
      );
      controller.enqueue(encoder.encode(options.byteOrderMark ? `${BYTE_ORDER_MARK}${head}` : head));
    },
    async pull(controller) {
      const { done, value } = await batches.next();
      if (done) {
        controller.close();
        return;
      }
      const lines = value.map((row) =>
        csvLine(
          columns.map(({ cell }) => cell(row)),
          options.delimiter,
        ),
      );
      controller.enqueue(encoder.encode(lines.join("")));
    },
    async cancel() {
      await batches.return?.();
    },
  });
}

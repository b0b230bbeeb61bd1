/** What a cell may hold. Amounts come as decimal text (`480.50`), because a float could change them. */
export type CsvCell = string | number | boolean | Date | null | undefined;

export type CsvColumn<Row> = { header: string; cell: (row: Row) => CsvCell };

/** What a spreadsheet takes for a formula when it stands first in a cell (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^-?\d{1,15}(\.\d{1,9})?$/;

/**
 * One cell as RFC 4180 wants it. A text that a spreadsheet would run is made plain by a leading apostrophe; a number that is
 * really one stays as it is, also below zero.
 */
export function csvCell(value: CsvCell): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Excel takes a file for UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = "\ufeff";

/** A file of rows, written batch by batch as it is read, so that a long list never stands in memory. */
export function csvStream<Row>(
  columns: readonly CsvColumn<Row>[],
  batches: AsyncIterator<readonly Row[]>,
  options: { byteOrderMark?: boolean } = {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      const head = csvLine(columns.map(({ header }) => header));
      controller.enqueue(encoder.encode(options.byteOrderMark ? `${BYTE_ORDER_MARK}${head}` : head));
    },
    async pull(controller) {
      const { done, value } = await batches.next();
      if (done) {
        controller.close();
        return;
      }
      const lines = value.map((row) => csvLine(columns.map(({ cell }) => cell(row))));
      controller.enqueue(encoder.encode(lines.join("")));
    },
    async cancel() {
      await batches.return?.();
    },
  });
}

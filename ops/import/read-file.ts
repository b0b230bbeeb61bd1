import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import type { Format, Row } from "./format.ts";
import { ownFile } from "./own.ts";
import { ucsdCourses, ucsdSections } from "./ucsd.ts";
import { udemyCourses } from "./udemy.ts";
import { uiucCatalogue } from "./uiuc.ts";

/** The most particular first: our own file asks for two columns only. */
const FORMATS: readonly Format[] = [ucsdCourses, ucsdSections, udemyCourses, uiucCatalogue, ownFile];

/** The header says nothing we know; the message says what is known. */
class UnknownFormat extends Error {
  override name = "UnknownFormat";
}

/** A row of a cell longer than this is no row of a catalogue. */
const RECORD_BYTES_MAX = 1_000_000;
const HEADER_BYTES_MAX = 64 * 1024;

/** Knows a file by its first line. */
export async function formatOf(file: string): Promise<Format> {
  const header = await firstLine(file);
  const found = FORMATS.find(({ columns, delimiter }) => {
    const names = new Set(header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, "")));
    return columns.every((column) => names.has(column));
  });
  if (found) return found;
  const known = FORMATS.map(({ name, columns }) => `  ${name}: ${columns.join(", ")}`).join("\n");
  throw new UnknownFormat(
    `The first line of ${file} is none we know. It must have the columns of one of these:\n${known}`,
  );
}

async function firstLine(file: string): Promise<string> {
  let text = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", end: HEADER_BYTES_MAX })) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return (text.split(/\r?\n/)[0] ?? "").replace(/^\ufeff/, "");
}

/** A row and the line of the file at which it begins; or what is wrong with that line. */
export type FileRow = { line: number; row: Row } | { line: number; problem: string };

/** Reads a file row by row, as it comes from the disk. A cell may hold line breaks, so a row's line is counted, not its number. */
export async function* rowsOf(file: string, format: Format): AsyncGenerator<FileRow> {
  const problems: FileRow[] = [];
  const parser = parse({
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    delimiter: format.delimiter,
    quote: format.quoted ? '"' : false,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: RECORD_BYTES_MAX,
    info: true,
    on_skip: (error) => {
      if (error) problems.push({ line: Number(error.lines ?? 0), problem: error.message });
    },
  });
  const source = createReadStream(file);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let endOfLast = 1;
  for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: { lines: number } }>) {
    while (problems.length > 0) yield problems.shift() as FileRow;
    yield { line: endOfLast + 1, row: record };
    endOfLast = info.lines;
  }
  yield* problems;
}

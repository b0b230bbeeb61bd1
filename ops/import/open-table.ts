import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { message, type Said } from "#messages/message.ts";
import { decodeFile, UnreadableFileError } from "./decode-file.ts";
import { findMistypedLetters } from "./mistyped-letters.ts";
import type { Format, Row } from "./format.ts";
import { matriculaFormat } from "./matricula.ts";
import { readTable, type TableShape } from "./read-table.ts";
import { DELIMITERS, plainName, readHeaderCells, readSeparatorLine } from "./table-header.ts";
import { ucsdCourses, ucsdSections } from "./ucsd.ts";
import { udemyCourses } from "./udemy.ts";
import { uiucCatalogue } from "./uiuc.ts";

/** The most specific first: our own format requires two columns only. */
const FORMATS: readonly Format[] = [ucsdCourses, ucsdSections, udemyCourses, uiucCatalogue, matriculaFormat];

/** A file is read whole; a catalogue of a hundred thousand courses is smaller. */
const FILE_BYTES_MAX = 200 * 1024 * 1024;

export type TableOptions = {
  /** What the operator says of the file, when it cannot be found out: a WHATWG encoding name; one character. */
  encoding?: string;
  delimiter?: string;
};

/** A row by the names of its format's columns, and the line of the file at which it begins; or what is wrong with that line. */
export type FileRow = { line: number; row: Row } | { line: number; problem: Said };

export type OpenTable = {
  file: string;
  format: Format;
  encoding: string;
  delimiter: string;
  rows(): Generator<FileRow>;
};

/**
 * Reads a file of rows: finds its encoding, its delimiter, and by its header which format it is. Throws `UnreadableFileError` with words for the
 * operator when one of them is not sure.
 */
export async function openTable(file: string, options: TableOptions = {}): Promise<OpenTable> {
  if (statSync(file).size > FILE_BYTES_MAX) throw new UnreadableFileError(message("imports.file_too_large", { file }));
  const { text, encoding } = decodeFile(await readFile(file), options.encoding);
  const { headerLine, delimiter: said } = readSeparatorLine(text);
  const header = readHeader(file, text, headerLine, options.delimiter ?? said);
  const shape: TableShape = { delimiter: header.delimiter, quoted: header.format.quoted, width: header.names.length };
  return {
    file,
    format: header.format,
    encoding,
    delimiter: header.delimiter,
    *rows() {
      for (const record of readTable(text, shape, headerLine + header.lines)) {
        if ("problem" in record) yield record;
        else {
          const problem = findMistypedLetters(record.cells);
          const row = Object.fromEntries(header.names.map((name, at) => [name, record.cells[at] ?? ""]));
          yield problem ? { line: record.line, problem } : { line: record.line, row };
        }
      }
    },
  };
}

type Header = { format: Format; delimiter: string; names: string[]; lines: number };

function readHeader(file: string, text: string, headerLine: number, said: string | undefined): Header {
  for (const delimiter of said ? [said] : DELIMITERS) {
    const names = readHeaderCells(text, headerLine, delimiter);
    const plain = new Set(names.map(plainName));
    const format = FORMATS.find(({ columns }) => columns.every((column) => plain.has(plainName(column))));
    if (!format) continue;
    return { format, delimiter, names: columnNames(file, names, format), lines: names.join("").split("\n").length };
  }
  const known = FORMATS.map(({ name, columns }) =>
    message("imports.format_columns", { format: name, columns: columns.join(", ") }),
  ).reduce((first, second) => message("imports.lines", { first, second }));
  throw new UnreadableFileError(message("imports.header_unknown", { file, known }));
}

/** The format's own name for each column of the header. Refuses a name that stands twice, and one that was probably meant otherwise. */
function columnNames(file: string, header: readonly string[], format: Format): string[] {
  const known = new Map([...format.columns, ...(format.others ?? [])].map((column) => [plainName(column), column]));
  const names = header.map((name) => known.get(plainName(name)) ?? name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new UnreadableFileError(message("imports.column_twice", { file, column: twice }));
  const strange = format.others ? names.filter((name) => !known.has(plainName(name))) : [];
  if (strange.length === 0) return names;
  const list = strange.map((name) => `"${name}"`).join(", ");
  throw new UnreadableFileError(
    message("imports.columns_unknown", { file, format: format.name, list, known: [...known.values()].join(", ") }),
  );
}

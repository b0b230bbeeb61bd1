import Papa from "papaparse";
import { type Message, message, type Said } from "#messages/message.ts";

/** A record and the lines of the file that it stands on (the first is 1); or what is wrong with the line. */
export type TableRow = { line: number; lines: number; cells: string[] } | { line: number; problem: Said };

export type TableShape = {
  delimiter: string;
  /** Whether a cell may stand in quotation marks. A tab-separated export of a database never quotes, and may hold a lone mark. */
  quoted: boolean;
  /** How many cells each record must have; more are taken when they are empty. */
  width: number;
};

/** A record longer than this is no row of a catalogue. */
const RECORD_CHARACTERS_MAX = 1_000_000;
const RECORDS_AT_ONCE = 20_000;
/** A file with more open quotation marks than this is not written as CSV. */
const OPEN_QUOTES_MAX = 100;

/**
 * Reads records from the `first` line of a text with `\n` as line end (RFC 4180). No line is lost unnamed: each one belongs to a record, to a
 * problem, or is empty. Where a quotation mark stays open, or a record over several lines has not the right number of cells,
 * only the line where it began is given up, and reading goes on with the next.
 */
export function* readTable(text: string, shape: TableShape, first = 1): Generator<TableRow> {
  let { offset, line } = skipLines(text, first - 1);
  let openQuotes = 0;
  while (offset < text.length) {
    const began = offset;
    for (const record of recordsFrom(text, offset, shape)) {
      const lines = countLines(text, offset, record.end);
      const problem = record.problem ?? widthProblem(record.cells, shape.width);
      if (isEmpty(record.cells) && !record.problem) {
        offset = record.end;
        line += lines;
        continue;
      }
      if (!problem) {
        yield { line, lines, cells: record.cells.slice(0, shape.width) };
        offset = record.end;
        line += lines;
        continue;
      }
      if (record.problem && ++openQuotes > OPEN_QUOTES_MAX) {
        yield {
          line,
          problem: message("imports.quotes_stay_open", { count: OPEN_QUOTES_MAX }),
        };
        return;
      }
      yield { line, problem };
      ({ offset, line } = { offset: nextLine(text, offset), line: line + 1 });
      if (lines > 1) break;
    }
    if (offset === began) return;
  }
}

type Record = { cells: string[]; end: number; problem?: Said };

const OPEN_QUOTE = message("imports.open_quote");

const TOO_LONG = message("imports.row_too_long", { count: RECORD_CHARACTERS_MAX });

/** The records from an offset on, in parts, so that reading can begin anew behind one that is broken. */
function* recordsFrom(text: string, offset: number, { delimiter, quoted }: TableShape): Generator<Record> {
  let at = offset;
  while (at < text.length) {
    const part: Record[] = [];
    const begin = at;
    Papa.parse<string[]>(text.slice(begin), {
      delimiter,
      newline: "\n",
      ...(quoted ? {} : { fastMode: true }),
      step({ data, errors, meta }, parser) {
        const end = Math.min(begin + meta.cursor, text.length);
        const isLong = end - at > RECORD_CHARACTERS_MAX;
        const broken = errors.length > 0 || isLong;
        part.push({ cells: data, end, ...(broken ? { problem: errors.length > 0 ? OPEN_QUOTE : TOO_LONG } : {}) });
        at = end;
        if (part.length >= RECORDS_AT_ONCE || broken) parser.abort();
      },
    });
    if (part.length === 0) return;
    yield* part;
  }
}

function widthProblem(cells: readonly string[], width: number): Message | undefined {
  if (cells.length === width) return undefined;
  if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === "")) return undefined;
  const counts = { count: String(cells.length), width: String(width) };
  return message(cells.length > width ? "imports.too_many_cells" : "imports.too_few_cells", counts);
}

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

function skipLines(text: string, count: number): { offset: number; line: number } {
  let offset = 0;
  for (let each = 0; each < count; each++) offset = nextLine(text, offset);
  return { offset, line: count + 1 };
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at = nextLine(text, at)) lines += 1;
  return lines;
}

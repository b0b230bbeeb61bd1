import { message } from "#messages/message.ts";
import { decodeFile, UnreadableFileError } from "../decode-file.ts";
import { DELIMITERS, plainName, readHeaderCells, readSeparatorLine } from "../table-header.ts";
import { flattenOneRoster, ONEROSTER_FILES, type FlatRow } from "./flatten-oneroster.ts";
import { readArchive } from "./read-archive.ts";
import { readLines } from "./read-lines.ts";
import { guessFormat, guessMapping, type StudentFormat } from "./student-fields.ts";

/** A file of fifty thousand students has some ten. */
export const STUDENT_FILE_MEGABYTES_MAX = 20;
const COLUMNS_MAX = 400;
/** A school with more comes in several files. */
const ROWS_MAX = 200_000;

export type FileOptions = { encoding?: string | undefined; delimiter?: string | undefined };

export type StudentFile = {
  format: StudentFormat;
  encoding: string;
  /** Empty for an archive. */
  delimiter: string;
  header: string[];
  /** What each column most likely holds; empty for one that is not read. */
  mapping: string[];
  rows: FlatRow[];
};

const ARCHIVE = [0x50, 0x4b, 0x03, 0x04];

/**
 * Reads a file of students whole: its encoding, what stands between its cells, what kind of file it is, its rows. Throws
 * `UnreadableFileError` where one of them could be one thing or another, with words that say what settles it.
 */
export function openStudentFile(bytes: Uint8Array, options: FileOptions = {}): StudentFile {
  if (bytes.length > STUDENT_FILE_MEGABYTES_MAX * 1_000_000) {
    throw new UnreadableFileError(message("student_imports.file_too_large", { megabytes: STUDENT_FILE_MEGABYTES_MAX }));
  }
  const file = ARCHIVE.every((byte, at) => bytes[at] === byte) ? openArchive(bytes) : openTable(bytes, options);
  if (file.rows.length > ROWS_MAX)
    throw new UnreadableFileError(message("student_imports.rows_max", { max: ROWS_MAX }));
  if (file.rows.length === 0) throw new UnreadableFileError(message("student_imports.file_has_no_rows"));
  return file;
}

function openArchive(bytes: Uint8Array): StudentFile {
  const names = new Set<string>();
  const files = readArchive(bytes, (name) => {
    names.add(name);
    return ONEROSTER_FILES.includes(name);
  });
  if (names.has("[Content_Types].xml")) throw new UnreadableFileError(message("student_imports.is_spreadsheet"));
  if (!files.has("users.csv") && !files.has("enrollments.csv")) {
    throw new UnreadableFileError(message("student_imports.archive_unknown"));
  }
  const { header, rows } = flattenOneRoster(files);
  return { format: "oneroster", encoding: "utf-8", delimiter: "", header, mapping: header, rows };
}

function openTable(bytes: Uint8Array, options: FileOptions): StudentFile {
  const { text, encoding } = decodeFile(bytes, options.encoding);
  const { headerLine, delimiter: said } = readSeparatorLine(text);
  const delimiter = options.delimiter ?? said ?? findDelimiter(text, headerLine);
  const header = readHeaderCells(text, headerLine, delimiter);
  if (header.length === 0) throw new UnreadableFileError(message("student_imports.file_has_no_rows"));
  if (header.length > COLUMNS_MAX)
    throw new UnreadableFileError(message("student_imports.columns_max", { max: COLUMNS_MAX }));
  assertIsHeader(header);
  const format = guessFormat(header);
  const secret = new Set(header.flatMap((name, at) => (isPassword(name) ? [at] : [])));
  const firstLine = headerLine + header.join("").split("\n").length;
  const rows: FlatRow[] = [];
  for (const read of readLines(text, { delimiter, width: header.length, firstLine })) {
    const { line } = read;
    if ("problem" in read) rows.push({ file: "", line, problem: read.problem });
    else rows.push({ file: "", line, cells: read.cells.map((cell, at) => (secret.has(at) ? "" : cell)) });
  }
  const names = header.map((name) => name.trim());
  return { format, encoding, delimiter, header: names, mapping: guessMapping(names, format), rows };
}

/** Passwords stand in such files in the clear. They are not read, and not kept either. */
const isPassword = (name: string) => /passw|pwd|mot_de_passe|kennwort/.test(plainName(name));

/**
 * The delimiter by which the header has the most columns that are known, or just the most. Two that do equally well are not
 * chosen between.
 */
function findDelimiter(text: string, headerLine: number): string {
  const tried = DELIMITERS.map((delimiter) => {
    const names = readHeaderCells(text, headerLine, delimiter);
    const known = guessMapping(names, guessFormat(names)).filter(Boolean).length;
    return { delimiter, known, columns: names.length };
  }).sort((a, b) => b.known - a.known || b.columns - a.columns);
  const [best, second] = tried;
  if (!best || best.columns < 2) return ",";
  const isSure =
    !second || second.columns < 2 || best.known > second.known || (best.known === 0 && best.columns > second.columns);
  if (isSure) return best.delimiter;
  const [one, other] = [best, second].map(({ delimiter }) => (delimiter === "\t" ? "tab" : delimiter));
  throw new UnreadableFileError(message("student_imports.delimiter_unsure", { one: one ?? "", other: other ?? "" }));
}

/** A file whose first line is a person has no names of columns: that person would be lost. */
function assertIsHeader(header: readonly string[]): void {
  if (header.some((cell) => /^\S+@\S+\.\S+$/.test(cell.trim())))
    throw new UnreadableFileError(message("student_imports.no_header"));
}

import { readFileSync, writeFileSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { checkStudentImport } from "#domain/students/check-student-import.ts";
import { getStudentImport, listImportsAtWork, streamImportRows } from "#domain/students/get-student-import.ts";
import type { StudentImportView } from "#domain/students/get-student-import.ts";
import { startStudentImport } from "#domain/students/start-student-import.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { reading, runtime, write } from "#runtime";
import { csvLine } from "../csv.ts";
import { UnreadableFileError } from "../import/decode-file.ts";
import { advanceStudentImport, type Working } from "../import/students/advance-student-import.ts";
import { openStudentFile, type StudentFile } from "../import/students/open-student-file.ts";
import { listRejectColumns } from "../import/students/reject-columns.ts";
import { isFieldName } from "../import/students/student-fields.ts";
import { uploadStudentFile } from "../import/students/upload-student-file.ts";
import { prepareSchool } from "../prepare.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";
import { assertReadable, assertSource, describeDelimiter, parseOrExplain, readDelimiter } from "./import-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** How the command ends when rows were not taken, so that a script sees it: 1 is for a file that was not read at all. */
const SOME_REJECTED_CODE = 2;

const AS = { actor: createSystemActor("import") };

const OPTIONS = {
  source: { type: "string" },
  encoding: { type: "string" },
  delimiter: { type: "string" },
  column: { type: "string", multiple: true, default: [] as string[] },
  welcome: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  rejects: { type: "string" },
} as const;

/** `npm run import -- students FILE`: looks at a file of people, says what it would do, and does it. */
export async function importStudentFile(args: string[]): Promise<void> {
  const { values, positionals } = parseOrExplain(args, OPTIONS);
  const [typed, ...rest] = positionals;
  if (!typed || rest.length > 0) throw new UsageError(message("cli.import_usage"));
  const path = resolveTypedPath(typed);
  assertReadable(path);
  assertSource(values.source);
  const options = { encoding: values.encoding, delimiter: readDelimiter(values.delimiter) };
  const file = openStudentFile(readFileSync(path), options);
  const mapping = mapColumns(file, values.column);
  await prepareSchool((line) => console.log(line));
  const { importId } = await uploadStudentFile(work.write, file, { name: basename(path), source: values.source });
  printFile(path, file);
  await work.write((ctx) => checkStudentImport(ctx, { importId, mapping }));
  await advance(importId);
  if (values["dry-run"]) await printRows(importId);
  else {
    await work.write((ctx) => startStudentImport(ctx, { importId, welcome: values.welcome }));
    await advance(importId);
  }
  const found = await getStudentImport(work.read(), importId);
  if (found) {
    printCounts(found, values["dry-run"]);
    const rejects = values.rejects === undefined ? `${path}.rejects.csv` : resolveTypedPath(values.rejects);
    await writeRejects(found, rejects);
    if (found.counts.rejected > 0) process.exitCode = SOME_REJECTED_CODE;
  }
  await runtime().database.close();
}

const work: Working = { read: () => reading(AS.actor), write: (verb) => write(AS, verb) };

async function advance(importId: string): Promise<void> {
  const found = (await listImportsAtWork(work.read())).find(({ id }) => id === importId);
  if (!found) return;
  let done = 0;
  const t = getTerminalTranslator();
  const progress = (rows: number) => {
    done += rows;
    if (process.stderr.isTTY) process.stderr.write(`\r${t("cli.rows_so_far", { count: done })}`);
  };
  await advanceStudentImport({ ...work, progress }, found);
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

/** `--column Anschrift=email`: what a column holds, where its name does not say it. Who is meant must be known. */
function mapColumns({ header, mapping }: StudentFile, said: readonly string[]): string[] {
  const mapped = [...mapping];
  for (const each of said) {
    const [, name = "", field = ""] = /^(.*)=([a-z0-9_]*)$/s.exec(each) ?? [];
    const at = header.indexOf(name.trim());
    if (at < 0 || !isFieldName(field)) {
      throw new UsageError(message("cli.column_is_wrong", { said: each, header: header.join(", ") }));
    }
    for (const [place, other] of mapped.entries()) if (other === field) mapped[place] = "";
    mapped[at] = field;
  }
  if (!["email", "key", "id"].some((field) => mapped.includes(field))) {
    throw new UnreadableFileError(message("cli.nobody_is_named", { header: header.join(", ") }));
  }
  return mapped;
}

function printFile(path: string, { format, encoding, delimiter, rows }: StudentFile): void {
  const t = getTerminalTranslator();
  const facts = { file: basename(path), format: t(`student_imports.format_${format}`), rows: rows.length };
  console.log(
    delimiter === ""
      ? t("cli.archive_read", facts)
      : t.format(message("cli.students_read", { ...facts, encoding, delimiter: describeDelimiter(delimiter) })),
  );
}

async function printRows(importId: string): Promise<void> {
  const t = getTerminalTranslator();
  for await (const rows of streamImportRows(work.read(), { importId })) {
    for (const { file, line, outcome, notes } of rows) {
      if (outcome === "same" || outcome === null) continue;
      const at = { line: String(line), file, outcome: t(`student_imports.outcome_${outcome}`) };
      console.log(
        t(file === "" ? "cli.row_would" : "cli.row_of_file_would", { ...at, what: notes.map(t.format).join("; ") }),
      );
    }
  }
}

function printCounts({ counts, welcome }: StudentImportView, isDry: boolean): void {
  const t = getTerminalTranslator();
  console.log(t(isDry ? "cli.students_would" : "cli.students_loaded", counts));
  if (counts.created > 0 && !welcome) console.log(t("cli.nobody_was_mailed", { count: counts.created }));
}

/** The rows that were not taken, as a file that can be mended and loaded again. One of an earlier run goes. */
async function writeRejects(found: StudentImportView, path: string): Promise<void> {
  const t = getTerminalTranslator();
  if (found.counts.rejected === 0) return rmSync(path, { force: true });
  const columns = listRejectColumns(found, t.format);
  const lines = [csvLine(columns.map(({ header }) => header))];
  for await (const rows of streamImportRows(work.read(), { importId: found.id, only: "rejected" })) {
    for (const row of rows) lines.push(csvLine(columns.map(({ cell }) => cell(row))));
  }
  writeFileSync(path, `\ufeff${lines.join("")}`, { mode: 0o600 });
  console.log(t("cli.rows_not_taken", { count: found.counts.rejected, file: path }));
}

/** `npm run import -- courses FILE …` loads a catalogue, `students FILE …` people, and `bank FILE …` statements. */
import "#config/with-env-file.ts";
import { basename } from "node:path";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { runtime, write } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { importFile, type Reject, type Summary } from "../import/import-file.ts";
import { openTable, type OpenTable } from "../import/open-table.ts";
import { openRejectsFile, type RejectsWritten } from "../import/rejects.ts";
import { prepareSchool } from "../prepare.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";
import { fail } from "./fail.ts";
import { assertReadable, assertSource, describeDelimiter, parseOrExplain, readDelimiter } from "./import-arguments.ts";
import { importBankFiles } from "./import-bank.ts";
import { importStudentFile } from "./import-students.ts";
import { UsageError } from "./usage-error.ts";

/** How the command ends when rows were not taken, so that a script sees it: 1 is for a file that was not read at all. */
const SOME_REJECTED_CODE = 2;

type Wanted = {
  files: string[];
  source?: string;
  publish: boolean;
  rejects: string;
  encoding?: string;
  delimiter?: string;
};

function readArguments(args: string[]): Wanted {
  const options = {
    sections: { type: "string" },
    source: { type: "string" },
    publish: { type: "boolean", default: false },
    rejects: { type: "string" },
    encoding: { type: "string" },
    delimiter: { type: "string" },
  } as const;
  const { values, positionals } = parseOrExplain(args, options);
  const [what, file, ...rest] = positionals;
  if (what !== "courses" || !file || rest.length > 0) throw new UsageError(message("cli.import_usage"));
  assertSource(values.source);
  const delimiter = readDelimiter(values.delimiter);
  const files = [file, ...(values.sections ? [values.sections] : [])].map(resolveTypedPath);
  for (const each of files) assertReadable(each);
  return {
    files,
    source: values.source,
    publish: values.publish,
    encoding: values.encoding,
    delimiter,
    rejects: values.rejects === undefined ? `${files[0]}.rejects.csv` : resolveTypedPath(values.rejects),
  };
}

async function main() {
  await beginCommand();
  const t = getTerminalTranslator();
  const args = process.argv.slice(2);
  if (args[0] === "bank") return importBankFiles(args.slice(1));
  if (args[0] === "students") return importStudentFile(args.slice(1));
  const wanted = readArguments(args);
  // Every file is looked at before anything is loaded: a second one that cannot be read stops the first one too.
  const tables: OpenTable[] = [];
  for (const file of wanted.files) tables.push(await openTable(file, wanted));
  await prepareSchool((line) => console.log(line));
  await loadStoredExponents(runtime().database);
  const settings = await getSchoolSettings(runtime().database.read);
  const rejects = openRejectsFile(wanted.rejects);
  // The keys of a sections file are those of the catalogue's, so it is read under the same name.
  const source = wanted.source ?? (tables[0] as OpenTable).format.source;
  for (const table of tables) {
    const started = performance.now();
    const warnings = warningLines();
    const summary = await importFile(table, {
      source,
      publish: wanted.publish,
      defaults: { timezone: settings.timezone, currency: settings.currency },
      write: (verb) => write({ actor: createSystemActor("import") }, verb),
      say: t.format,
      reject: rejects.add,
      warn: warnings.add,
      progress: process.stderr.isTTY
        ? (rows) => process.stderr.write(`\r${t("cli.rows_so_far", { count: rows })}`)
        : undefined,
    });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    printSummary(table, summary, performance.now() - started);
    warnings.say();
  }
  const written = rejects.close();
  printRejects(wanted.rejects, written);
  if (written.count > 0) process.exitCode = SOME_REJECTED_CODE;
  await runtime().database.close();
}

/** So many warnings are said one by one; a file may have one on every line. */
const WARNINGS_SAID = 20;

/** The rows that were taken although something speaks against them: a few lines for whoever sits before the screen. */
function warningLines(): { add(row: Reject): void; say(): void } {
  const t = getTerminalTranslator();
  const lines: string[] = [];
  let more = 0;
  return {
    add({ line, key, reason }) {
      if (lines.length < WARNINGS_SAID) lines.push(t("cli.warning", { line: String(line), key, reason }));
      else more += 1;
    },
    say() {
      for (const line of lines) console.log(line);
      if (more > 0) console.log(t("cli.more_warnings", { count: more }));
    },
  };
}

function printSummary(table: OpenTable, { rows, courses, cohorts, rejected }: Summary, tookMs: number) {
  const t = getTerminalTranslator();
  const { made, changed, same } = courses;
  const summary = message("cli.file_loaded", {
    file: basename(table.file),
    format: table.format.name,
    encoding: table.encoding,
    delimiter: describeDelimiter(table.delimiter),
    rows,
    seconds: (tookMs / 1_000).toFixed(1),
  });
  console.log(t.format(summary));
  if (made + changed + same > 0) console.log(t("cli.courses_loaded", { made, changed, same }));
  if (cohorts.made + cohorts.changed + cohorts.same > 0) console.log(t("cli.cohorts_loaded", { ...cohorts }));
  console.log(t("cli.rejected", { count: rejected }));
}

/** Where the rejected rows stand; those that the file does not hold are said here, so that none is lost. */
function printRejects(file: string, { count, unwritten, trouble }: RejectsWritten) {
  const t = getTerminalTranslator();
  if (count > unwritten.length) console.log(t("cli.rows_not_taken", { count: count - unwritten.length, file }));
  if (trouble === undefined) return;
  if (unwritten.length === 0) {
    console.log(t("cli.rejects_file_is_old", { file, why: trouble }));
    return;
  }
  console.log(t("cli.rejects_cannot_be_written", { file, why: trouble, count: unwritten.length }));
  for (const row of unwritten) {
    const { line, key, reason } = row;
    const at = { file: basename(row.file), line: String(line), key, reason };
    console.log(t(key === "" ? "cli.rejected_line" : "cli.rejected_row", at));
  }
}

main().catch(fail);

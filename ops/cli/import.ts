/** `npm run import -- courses FILE [--sections FILE] [--source NAME] [--publish] [--rejects FILE]`: loads a catalogue. */
import { accessSync, constants, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { translatorFor } from "#messages/translator.ts";
import { runtime, write } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { formatCount } from "../format-count.ts";
import { importFile, type Reject, type Summary, type Counts } from "../import/import-file.ts";
import { openTable, type OpenTable } from "../import/open-table.ts";
import { openRejectsFile } from "../import/rejects.ts";
import { prepareSchool } from "../prepare.ts";
import { fail } from "./fail.ts";

const USAGE = `npm run import -- courses FILE [--sections FILE] [--source NAME] [--publish] [--rejects FILE]
                          [--encoding NAME] [--delimiter SIGN]

  FILE        a catalogue; what kind it is, its first line says (docs/import.md lists the kinds)
  --sections  a second file, loaded after the first: its sections become cohorts of the first one's courses
  --source    under which name the keys of this file are kept; the same file under the same name changes nothing
  --publish   puts the courses into the catalogue; otherwise they are drafts
  --encoding  how its letters are written, such as windows-1252; it is found out unless it could be two
  --delimiter what stands between the cells: "," ";" "|" or tab; the first line says it otherwise
  --rejects   where the rows go that could not be taken, with line and reason (FILE.rejects.csv in this folder)

It ends with 0 when every row was taken, with 2 when some were not (the others are loaded), and with 1 when nothing could be read.`;

class UsageError extends Error {
  override name = "UsageError";
}

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
  if (what !== "courses" || !file || rest.length > 0) throw new UsageError(USAGE);
  if (values.source !== undefined && !/^[a-z0-9._-]{1,40}$/i.test(values.source)) {
    throw new UsageError("--source takes up to 40 letters, digits, dots and dashes.");
  }
  const delimiter = values.delimiter === "tab" ? "\t" : values.delimiter;
  if (delimiter !== undefined && !/^[,;|\t]$/.test(delimiter)) {
    throw new UsageError('--delimiter takes one of "," ";" "|" and tab.');
  }
  const files = [file, ...(values.sections ? [values.sections] : [])];
  for (const each of files) assertReadable(each);
  return {
    files,
    source: values.source,
    publish: values.publish,
    encoding: values.encoding,
    delimiter,
    rejects: values.rejects ?? `${basename(file)}.rejects.csv`,
  };
}

function parseOrExplain<Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : "?"}\n\n${USAGE}`);
  }
}

function assertReadable(file: string) {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new UsageError(`${file} cannot be read.`);
  }
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a folder. Name a file in it.`);
}

async function main() {
  beginCommand();
  const wanted = readArguments(process.argv.slice(2));
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
      say: translatorFor(SOURCE_LANGUAGE).format,
      reject: rejects.add,
      warn: warnings.add,
      progress: process.stderr.isTTY ? (rows) => process.stderr.write(`\r${formatCount(rows, "row")} …`) : undefined,
    });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    say(table, summary, performance.now() - started);
    warnings.say();
  }
  const count = await rejects.close();
  if (count > 0) {
    const were = count === 1 ? "was" : "were";
    console.log(`${formatCount(count, "row")} ${were} not taken; ${wanted.rejects} says which and why.`);
    process.exitCode = SOME_REJECTED_CODE;
  }
  await runtime().database.close();
}

/** So many warnings are said one by one; a file may have one on every line. */
const WARNINGS_SAID = 20;

/** The rows that were taken although something speaks against them: a few lines for whoever sits before the screen. */
function warningLines(): { add(row: Reject): void; say(): void } {
  const lines: string[] = [];
  let more = 0;
  return {
    add({ line, key, reason }) {
      if (lines.length < WARNINGS_SAID) lines.push(`  warning  line ${line} (${key}): ${reason}`);
      else more += 1;
    },
    say() {
      for (const line of lines) console.log(line);
      if (more > 0) console.log(`  warning  and ${more.toLocaleString("en")} more lines like these`);
    },
  };
}

const DELIMITER_NAMES: Record<string, string> = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

function say(table: OpenTable, { rows, courses, cohorts, rejected }: Summary, tookMs: number) {
  const figure = (value: number) => value.toLocaleString("en");
  const part = (noun: string, { made, changed, same }: Counts) =>
    `  ${noun.padEnd(9)}${figure(made)} made, ${figure(changed)} changed, ${figure(same)} as they were`;
  const read = `${table.format.name}, ${table.encoding}, ${DELIMITER_NAMES[table.delimiter] ?? table.delimiter}`;
  console.log(`${basename(table.file)} (${read}): ${formatCount(rows, "row")} in ${(tookMs / 1_000).toFixed(1)} s`);
  if (courses.made + courses.changed + courses.same > 0) console.log(part("courses", courses));
  if (cohorts.made + cohorts.changed + cohorts.same > 0) console.log(part("cohorts", cohorts));
  console.log(`  ${"rejected".padEnd(9)}${figure(rejected)}`);
}

main().catch(fail);

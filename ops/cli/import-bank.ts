import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { addBankAccount } from "#domain/bank/add-bank-account.ts";
import { loadCsvMappings } from "#domain/bank/csv-mapping.ts";
import { message } from "#messages/message.ts";
import { toSaid } from "#messages/message-error.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { reading, runtime, write } from "#runtime";
import { UnreadableFileError } from "../import/decode-file.ts";
import { type BankLoad, loadBankFile } from "../import/bank/load-bank-file.ts";
import { hashBankFile, openBankFile } from "../import/bank/open-bank-file.ts";
import { previewBankFile } from "../import/bank/preview-bank-file.ts";
import { type CsvHints } from "../import/bank/read-bank-csv.ts";
import { DATE_ORDERS } from "../import/bank/read-csv-values.ts";
import { prepareSchool } from "../prepare.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";
import { assertReadable, parseOrExplain } from "./import-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** How the command ends when something was left out, so that a script sees it; 1 is for a file of which nothing was taken. */
const SOME_LEFT_OUT_CODE = 2;
const NOTHING_TAKEN_CODE = 1;

const AS = { actor: createSystemActor("import") };

const OPTIONS = {
  "dry-run": { type: "boolean", default: false },
  account: { type: "string" },
  column: { type: "string", multiple: true, default: [] as string[] },
  "date-order": { type: "string" },
  currency: { type: "string" },
} as const;

/**
 * `npm run import -- bank FILE…`: loads statements, or says with `--dry-run` what it would do. `--account` says that an account is the school's, and of a table that names none
 * which it is.
 */
export async function importBankFiles(args: string[]): Promise<void> {
  const { values, positionals } = parseOrExplain(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError(message("cli.import_usage"));
  const dateOrder = DATE_ORDERS.find((each) => each === values["date-order"]);
  if (values["date-order"] !== undefined && !dateOrder) throw new UsageError(message("cli.date_order_is_wrong"));
  const paths = positionals.map(resolveTypedPath);
  for (const path of paths) assertReadable(path);
  await prepareSchool((line) => console.log(line));
  const { account, column, currency } = values;
  const isDry = values["dry-run"];
  if (account !== undefined && !isDry) await write(AS, (ctx) => addBankAccount(ctx, { account }));
  for (const path of paths) {
    const mappings = await loadCsvMappings(reading(AS.actor));
    await importOne(path, { columns: column.join("\n"), dateOrder, currency, account, mappings }, isDry);
  }
  await runtime().database.close();
}

/** One file; another one is loaded although this one could not be. */
async function importOne(path: string, hints: CsvHints, isDry: boolean): Promise<void> {
  const t = getTerminalTranslator();
  try {
    const bytes = readFileSync(path);
    const file = openBankFile(bytes, hints);
    const about = { name: basename(path), hash: hashBankFile(bytes) };
    const load = isDry
      ? await previewBankFile(reading(AS.actor), file, hints.account)
      : await loadBankFile({ write: (verb) => write(AS, verb), progress: createProgress() }, file, about);
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    print(path, load, isDry);
  } catch (error) {
    const why =
      error instanceof UnreadableFileError
        ? toSaid(error)
        : isRefusal(error)
          ? (error.detail.fields?.file ?? error.said)
          : undefined;
    if (why === undefined) throw error;
    console.log(
      t.format(
        message("cli.bank_refused", { file: basename(path), why: typeof why === "string" ? why : t.format(why) }),
      ),
    );
    process.exitCode = NOTHING_TAKEN_CODE;
  }
}

function createProgress(): ((lines: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  const t = getTerminalTranslator();
  let done = 0;
  return (lines) => {
    done += lines;
    process.stderr.write(`\r${t("cli.rows_so_far", { count: done })}`);
  };
}

function print(
  path: string,
  { lines, added, matched, findings }: Omit<BankLoad, "fileId" | "isAgain">,
  isDry: boolean,
): void {
  const t = getTerminalTranslator();
  const counts = { file: basename(path), lines, added, matched, waiting: added - matched };
  console.log(t(isDry ? "cli.bank_would" : "cli.bank_loaded", counts));
  for (const { line, words } of findings) console.log(t.format(message("bank.finding", { line, why: words })));
  if (findings.length > 0 && process.exitCode === undefined) process.exitCode = SOME_LEFT_OUT_CODE;
}

/** `npm run backup`: makes a backup and reads it back; `--list`, `--verify [NAME]` and `--prove` look after those that are there, and `--key` prints their key. */
import "#config/with-env-file.ts";
import os from "node:os";
import { parseArgs } from "node:util";
import { formatBackupKey } from "#config/backup-key.ts";
import { config } from "#config/config.ts";
import { traced } from "#db/tracer.ts";
import { MessageError, toSaid } from "#messages/message-error.ts";
import { decodeMessage, type Message, message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { listBackups } from "../backup/find-backup.ts";
import { makeBackup, type BackupSource, type BackupReason } from "../backup/make-backup.ts";
import { EXIT_CODE_BUSY, BackupBusyError, BackupError } from "../backup/backup-error.ts";
import type { BackupRecord } from "../backup/records.ts";
import { verifyStoredBackups } from "../backup/verify-again.ts";
import { proveBackup } from "../backup/prove.ts";
import { beginCommand } from "../begin-command.ts";
import { traceCommand } from "../traces/trace-command.ts";
import { fail } from "./fail.ts";
import { UsageError } from "./usage-error.ts";

const LISTED_MAX = 200;
/** Whoever serves people goes first. */
const NICENESS = 10;

type Wanted =
  | { what: "make"; why: BackupReason }
  | { what: "list" }
  | { what: "key" }
  | { what: "verify" | "prove"; name: string | undefined };

function readArguments(args: string[]): Wanted {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        list: { type: "boolean", default: false },
        verify: { type: "boolean", default: false },
        prove: { type: "boolean", default: false },
        key: { type: "boolean", default: false },
        why: { type: "string", default: "by hand" },
      },
    });
    const { list, verify, prove: isProof, key, why } = values;
    if ([list, verify, isProof, key].filter(Boolean).length > 1 || positionals.length > 1)
      throw new MessageError(message("cli.too_much_at_once"));
    if (why !== "by hand" && why !== "hourly" && why !== "daily") throw new MessageError(message("cli.why_is_wrong"));
    if (list) return { what: "list" };
    if (key) return { what: "key" };
    if (verify || isProof) return { what: verify ? "verify" : "prove", name: positionals[0] };
    if (positionals.length > 0) throw new MessageError(message("cli.what_is", { word: String(positionals[0]) }));
    return { what: "make", why };
  } catch (error) {
    throw new UsageError(toSaid(error), message("cli.backup_usage"));
  }
}

/** `the folder and s3` */
const joinWith = (key: "cli.and" | "cli.or", names: readonly string[]): string | Message =>
  names.reduce<string | Message>((first, second) => (first === "" ? second : message(key, { first, second })), "");

function print(record: BackupRecord): void {
  const t = getTerminalTranslator();
  const { name, state, bytes, rows, files, places, isEncrypted, provedAt, findings } = record;
  const line = message("cli.backup_line", {
    name,
    state: t(state === "verified" ? "cli.state_verified" : "cli.state_failed").padEnd(8),
    size: (bytes / 1_000_000).toFixed(1),
    rows,
    files: files.count,
    sealed: message(isEncrypted ? "cli.encrypted" : "cli.not_encrypted"),
    places:
      places.length > 0
        ? message("cli.in_places", { places: joinWith("cli.and", places) })
        : message("cli.not_counted"),
  });
  console.log(t.format(provedAt ? message("cli.backup_line_proved", { line, time: provedAt }) : line));
  for (const finding of findings) console.log(`  ! ${t.format(decodeMessage(finding))}`);
}

/** It goes on with the trace of the job that started it. */
const TRACE = { root: true, parent: process.env.TRACEPARENT };

async function work(school: BackupSource, wanted: Exclude<Wanted, { what: "list" | "key" }>): Promise<BackupRecord[]> {
  return wanted.what === "make" ? [await makeBackup(school, wanted.why)] : verifyStoredBackups(school, wanted.name);
}

async function printAll(school: BackupSource): Promise<void> {
  const t = getTerminalTranslator();
  const { records, troubles } = await listBackups(school.backup, LISTED_MAX);
  for (const record of records) print(record);
  if (troubles.length > 0)
    throw new BackupError(troubles.reduce((first, second) => message("config.lines", { first, second })));
  const places = [school.backup.dir, ...(school.backup.s3 ? [school.backup.s3.url] : [])];
  if (records.length === 0) console.log(t.format(message("cli.no_backup_yet", { places: joinWith("cli.or", places) })));
}

/** Nothing beside it, so that it can go into a file. */
function printKey(school: BackupSource): void {
  if (!school.backup.key) throw new BackupError(message("cli.no_backup_key"));
  console.log(formatBackupKey(school.backup.key));
}

async function main(): Promise<void> {
  await beginCommand();
  const wanted = readArguments(process.argv.slice(2));
  const school = config();
  const t = getTerminalTranslator();
  if (wanted.what === "list") return printAll(school);
  if (wanted.what === "key") return printKey(school);
  os.setPriority(NICENESS);
  if (wanted.what === "prove") {
    console.log(t.format(await proveBackup(school, wanted.name)));
    return;
  }
  const records = await traceCommand(() => traced("backup", {}, () => work(school, wanted), TRACE));
  for (const record of records) print(record);
  const bad = records.filter(({ state, findings }) => state === "failed" || findings.length > 0);
  if (bad.length > 0)
    throw new BackupError(message("cli.backups_not_right", { bad: String(bad.length), all: String(records.length) }));
}

main().catch((error: unknown) => {
  fail(error);
  if (error instanceof BackupBusyError) process.exitCode = EXIT_CODE_BUSY;
});

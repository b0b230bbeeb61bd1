/** `npm run backup`: makes a backup and reads it back; `--list`, `--verify [NAME]` and `--prove` look after those that are there. */
import os from "node:os";
import { parseArgs } from "node:util";
import { config } from "#config/config.ts";
import { traced } from "#db/tracer.ts";
import { formatCount } from "../format-count.ts";
import { listBackups } from "../backup/find-backup.ts";
import { makeBackup, type BackupSource, type BackupReason } from "../backup/make-backup.ts";
import { EXIT_CODE_BUSY, BackupBusyError, BackupError } from "../backup/backup-error.ts";
import type { BackupRecord } from "../backup/records.ts";
import { verifyStoredBackups } from "../backup/verify-again.ts";
import { proveBackup } from "../backup/prove.ts";
import { beginCommand } from "../begin-command.ts";
import { traceCommand } from "../traces/trace-command.ts";
import { fail } from "./fail.ts";

const USAGE = `npm run backup                      makes a backup, reads it back, and says what came of it
npm run backup -- --list            what there is, newest first
npm run backup -- --verify [NAME]   reads one back again; without a name, all of them
npm run backup -- --prove [NAME]    starts the school on a copy of one, and reads a page of it; without a name, of the newest`;

class UsageError extends Error {
  override name = "UsageError";
}

const LISTED_MAX = 200;
/** Whoever serves people goes first. */
const NICENESS = 10;

type Wanted =
  | { what: "make"; why: BackupReason }
  | { what: "list" }
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
        why: { type: "string", default: "by hand" },
      },
    });
    const { list, verify, prove: isProof, why } = values;
    if ([list, verify, isProof].filter(Boolean).length > 1 || positionals.length > 1)
      throw new Error("That is too much at once.");
    if (why !== "by hand" && why !== "hourly" && why !== "daily") throw new Error("--why takes hourly or daily.");
    if (list) return { what: "list" };
    if (verify || isProof) return { what: verify ? "verify" : "prove", name: positionals[0] };
    if (positionals.length > 0) throw new Error(`What is ${positionals[0]}?`);
    return { what: "make", why };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function say({ name, state, bytes, rows, files, places, isEncrypted, provedAt, findings }: BackupRecord): void {
  const facts = [
    `${(bytes / 1_000_000).toFixed(1)} MB`,
    formatCount(rows, "row"),
    formatCount(files.count, "file"),
    isEncrypted ? "encrypted" : "not encrypted",
    places.length > 0 ? `in ${places.join(" and ")}` : "not counted",
    ...(provedAt ? [`a school was started on it ${provedAt}`] : []),
  ];
  console.log(`${name}  ${state.toUpperCase().padEnd(8)}  ${facts.join(", ")}`);
  for (const finding of findings) console.log(`  ! ${finding}`);
}

/** It goes on with the trace of the job that started it. */
const TRACE = { root: true, parent: process.env.TRACEPARENT };

async function work(school: BackupSource, wanted: Exclude<Wanted, { what: "list" }>): Promise<BackupRecord[]> {
  return wanted.what === "make" ? [await makeBackup(school, wanted.why)] : verifyStoredBackups(school, wanted.name);
}

async function main(): Promise<void> {
  beginCommand();
  const wanted = readArguments(process.argv.slice(2));
  const school = config();
  if (wanted.what === "list") {
    const { records, troubles } = await listBackups(school.backup, LISTED_MAX);
    for (const record of records) say(record);
    if (troubles.length > 0) throw new BackupError(troubles.join("\n"));
    const places = [school.backup.dir, ...(school.backup.s3 ? [school.backup.s3.url] : [])];
    if (records.length === 0) console.log(`There is no backup in ${places.join(" or ")} yet.`);
    return;
  }
  os.setPriority(NICENESS);
  if (wanted.what === "prove") {
    console.log(await proveBackup(school, wanted.name));
    return;
  }
  const records = await traceCommand(() => traced("backup", {}, () => work(school, wanted), TRACE));
  for (const record of records) say(record);
  const bad = records.filter(({ state, findings }) => state === "failed" || findings.length > 0);
  if (bad.length > 0) throw new BackupError(`${bad.length} of ${records.length} not as they must be: see above.`);
}

main().catch((error: unknown) => {
  fail(error);
  if (error instanceof BackupBusyError) process.exitCode = EXIT_CODE_BUSY;
});

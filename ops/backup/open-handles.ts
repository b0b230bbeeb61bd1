import { closeSync, openSync, readdirSync, readlinkSync, readSync, realpathSync, statSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { message } from "#messages/message.ts";
import { BackupError } from "./backup-error.ts";

/** The processes of this machine that have a database open, as far as we may see them (Linux alone tells). */
function holdersOf(file: string): number[] {
  let real: string;
  let processes: string[];
  try {
    real = realpathSync(file);
    processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  const names = new Set(["", "-wal", "-shm"].map((ending) => real + ending));
  return processes.filter((id) => hasOpen(id, names)).map(Number);
}

function hasOpen(id: string, names: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${id}/fd`).some((handle) => names.has(linkOf(`/proc/${id}/fd/${handle}`)));
  } catch {
    // Another account's process, or one that has just ended.
    return false;
  }
}

function linkOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

/** Refuses while a process has the database open: it would go on writing to the file that was set aside. */
export function refuseIfOpen(file: string): void {
  const held = holdersOf(file);
  if (held.length === 0) return;
  throw new BackupError(message("backup.server_has_database_open", { processes: held.join(", ") }));
}

// eslint-disable-next-line matricula/no-literal-text -- how such a file begins
const MAGIC = "SQLite format 3\0";
const PAGE_BYTES = 4096;

/**
 * Whether a file begins with SQLite's header. One that does not must not even be opened: SQLite would take it for an empty database
 * and delete the WAL beside it, which may be all that is left of the school.
 */
export function isSqliteFile(file: string): boolean {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < PAGE_BYTES) return false;
  const start = Buffer.alloc(MAGIC.length);
  const handle = openSync(file, "r");
  try {
    readSync(handle, start, 0, start.length, 0);
  } finally {
    closeSync(handle);
  }
  return start.toString("latin1") === MAGIC;
}

/**
 * Checkpoints the old database's WAL into its one file, and locks everybody else out until the returned function is called.
 * Undefined when SQLite cannot read the file at all: then it is set aside as it is, with its WAL.
 */
export function checkpointAndLock(file: string): (() => void) | undefined {
  if (!isSqliteFile(file)) return undefined;
  const sqlite = new BetterSqlite(file, { timeout: 0, fileMustExist: true });
  try {
    sqlite.pragma("journal_mode = DELETE");
    sqlite.exec("BEGIN EXCLUSIVE");
    return () => sqlite.close();
  } catch (error) {
    sqlite.close();
    if (!/^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? "")) return undefined;
    throw new BackupError(message("backup.process_has_database_open"), {
      cause: error,
    });
  }
}

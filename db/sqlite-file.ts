import { chmodSync, closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import BetterSqlite from "better-sqlite3";
import { makePrivateFolder } from "./make-folder.ts";

/** What every connection is set to, and what it must read back. */
export const PRAGMAS: Record<string, { set: string; reads: unknown }> = {
  journal_mode: { set: "WAL", reads: "wal" },
  synchronous: { set: "NORMAL", reads: 1 },
  cache_size: { set: "-20000", reads: -20000 },
  foreign_keys: { set: "ON", reads: 1 },
  // 32 MB of WAL: a page that many writes change is checkpointed once for all of them.
  wal_autocheckpoint: { set: "8000", reads: 8000 },
  busy_timeout: { set: "5000", reads: 5000 },
  temp_store: { set: "MEMORY", reads: 2 },
};

/** SQLite gives the WAL and its index the permissions of the database file, so the file must be created private. */
export function createPrivately(file: string) {
  makePrivateFolder(dirname(file));
  try {
    closeSync(openSync(file, "wx", 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/**
 * Undoes what a process that died left half written in a file without a write-ahead log, as a move fills one: SQLite lets nobody read before that, and
 * whoever only reads cannot do it ("attempt to write a readonly database"). A file that somebody is writing just now is left alone.
 */
function undoHalfWritten(file: string): void {
  if (!existsSync(`${file}-journal`)) return;
  const sqlite = new BetterSqlite(file, { fileMustExist: true });
  try {
    sqlite.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get();
  } finally {
    sqlite.close();
  }
}

/** Opens an existing file for reading: no pragma is set, and nothing is written but what undoes a dead process's half write. */
export function openToRead(file: string): BetterSqlite.Database {
  undoHalfWritten(file);
  return new BetterSqlite(file, { readonly: true, fileMustExist: true });
}

/** Opens a connection and checks that every pragma took effect. */
export function connect(file: string, options: { readonly: boolean }): BetterSqlite.Database {
  const sqlite = new BetterSqlite(file, options);
  for (const [name, { set, reads }] of Object.entries(PRAGMAS)) {
    if (!(options.readonly && name === "journal_mode")) sqlite.pragma(`${name} = ${set}`);
    const got = sqlite.pragma(name, { simple: true });
    if (got !== reads) throw new Error(`SQLite would not set ${name}: wanted ${set}, it says ${String(got)} (${file})`);
  }
  return sqlite;
}

import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import { makePrivateFolder } from "#db/make-folder.ts";
import { message } from "#messages/message.ts";
import { BackupBusyError } from "./backup-error.ts";

const ASK_MS = 500;

/**
 * Runs `work` while no other process backs up or restores this school. The lock is SQLite's, on an empty file in the data folder:
 * the system gives it back when a process dies, however it dies. Waits for at most `waitMs`.
 */
export async function withBackupLock<T>(dataDir: string, work: () => Promise<T>, waitMs = 0): Promise<T> {
  makePrivateFolder(dataDir);
  const lock = new BetterSqlite(path.join(dataDir, "backup.lock"), { timeout: 0 });
  try {
    const deadline = performance.now() + waitMs;
    while (!taken(lock)) {
      if (performance.now() > deadline) throw new BackupBusyError(message("backup.another_is_at_work"));
      await sleep(ASK_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

function taken(lock: BetterSqlite.Database): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith("SQLITE_BUSY")) return false;
    throw error;
  }
}

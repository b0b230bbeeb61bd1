import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import { makePrivateFolder } from "#db/make-folder.ts";

const ASK_MS = 500;

export type FolderLock = {
  dataDir: string;
  /** The file's name in the folder: `backup.lock`. */
  name: string;
  /** What is thrown while another process has it. */
  busy: () => Error;
  waitMs?: number;
};

/**
 * Runs `work` while no other process of this data folder has the lock. It is SQLite's, on an empty file: the system gives it back
 * when a process dies, however it dies. Waits for at most `waitMs`.
 */
export async function withFolderLock<T>(
  { dataDir, name, busy, waitMs = 0 }: FolderLock,
  work: () => Promise<T>,
): Promise<T> {
  makePrivateFolder(dataDir);
  const lock = new BetterSqlite(path.join(dataDir, name), { timeout: 0 });
  try {
    const deadline = performance.now() + waitMs;
    while (!taken(lock)) {
      if (performance.now() > deadline) throw busy();
      await sleep(ASK_MS);
    }
    return await work();
  } finally {
    lock.close();
  }
}

/** Whether some process has the lock just now. Waits for nobody. */
export function isFolderLocked({ dataDir, name }: Pick<FolderLock, "dataDir" | "name">): boolean {
  const file = path.join(dataDir, name);
  if (!existsSync(file)) return false;
  const lock = new BetterSqlite(file, { readonly: true, timeout: 0 });
  try {
    lock.prepare("SELECT 1 FROM sqlite_schema").all();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    lock.close();
  }
}

const isBusy = (error: unknown) => (error as { code?: string }).code?.startsWith("SQLITE_BUSY") === true;

function taken(lock: BetterSqlite.Database): boolean {
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

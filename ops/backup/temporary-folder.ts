import { mkdir, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { message } from "#messages/message.ts";
import { BackupError } from "./backup-error.ts";

/**
 * Runs `work` with an empty folder inside the data folder, and deletes it afterwards. Unencrypted copies are only here, where they are
 * as well protected as the database itself. Deletes the leftovers of a process that died first.
 */
export async function withTemporaryFolder<T>(dataDir: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(dataDir, "backup-work");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Refuses when the disk that `folder` is on has too little room. */
export async function assertFreeSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= neededBytes) return;
  const megabytes = (bytes: number) =>
    message("units.megabytes", { size: message("units.number", { value: Math.ceil(bytes / 1_000_000) }) });
  throw new BackupError(message("backup.no_space", { folder, free: megabytes(free), needed: megabytes(neededBytes) }));
}

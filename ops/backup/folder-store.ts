import { access, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { message } from "#messages/message.ts";
import { readFileBytes } from "./bytes.ts";
import { PARTIAL, makeBackupsFolder, syncFolder, writeDurably } from "./durable-write.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";

/** Keeps backups in a folder, files 0600 in folders 0700. */
export function openFolderStore(folder: string): BackupStore {
  const placeOf = (name: string) => path.join(folder, name);
  return {
    name: "folder",
    async list(below) {
      const found = await readdir(placeOf(below), { recursive: true, withFileTypes: true }).catch(isMissing);
      return found
        .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL))
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
    },
    async read(name) {
      try {
        await access(placeOf(name));
      } catch (error) {
        return isMissing(error) && undefined;
      }
      return readFileBytes(placeOf(name));
    },
    async write(name, bytes) {
      try {
        await makeBackupsFolder(folder);
        if (path.dirname(name) !== ".") await makeBackupsFolder(path.dirname(placeOf(name)));
        await writeDurably(placeOf(name), bytes);
      } catch (error) {
        throw explainWriteError(folder, error);
      }
    },
    async remove(name) {
      await rm(placeOf(name), { force: true });
      await syncFolder(path.dirname(placeOf(name)));
    },
  };
}

/** Makes the folder of the backups, readable by this account alone. */
export async function makeBackupFolder(folder: string): Promise<void> {
  await makeBackupsFolder(folder).catch((error: unknown) => {
    throw explainWriteError(folder, error);
  });
}

/** The codes by which a system says that a place cannot be written; EROFS comes as ENOENT from a recursive mkdir. */
const UNWRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "EIO"]);

/** Names the backup folder in an error of writing to it, so that nobody takes it for one of the database; other errors pass. */
function explainWriteError(folder: string, error: unknown): unknown {
  const { code, message: why } = error as NodeJS.ErrnoException;
  if (error instanceof BackupError || code === undefined || !UNWRITABLE.has(code)) return error;
  return new BackupError(message("backup.folder_cannot_be_written", { folder, why }), { cause: error });
}

function isMissing(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  return [];
}

/** Deletes half-written files of an interrupted backup. Call it only under the backup lock. */
export async function removePartialFiles(folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(isMissing);
  for (const entry of found) {
    if (entry.isFile() && entry.name.endsWith(PARTIAL))
      await rm(path.join(entry.parentPath, entry.name), { force: true });
  }
}

import { access, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileBytes } from "./bytes.ts";
import { PARTIAL, privateFolder, syncFolder, writeDurably } from "./durable-write.ts";
import type { Store } from "./store.ts";
import { BackupTrouble } from "./backup-error.ts";

/** Keeps backups in a folder, files 0600 in folders 0700. */
export function openFolderStore(folder: string): Store {
  const placeOf = (name: string) => path.join(folder, name);
  return {
    name: "folder",
    async list(below) {
      const found = await readdir(placeOf(below), { recursive: true, withFileTypes: true }).catch(nothingThere);
      return found
        .filter((entry) => entry.isFile() && !entry.name.endsWith(PARTIAL))
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
    },
    async read(name) {
      try {
        await access(placeOf(name));
      } catch (error) {
        return nothingThere(error) && undefined;
      }
      return fileBytes(placeOf(name));
    },
    async write(name, bytes) {
      try {
        await privateFolder(folder);
        if (path.dirname(name) !== ".") await privateFolder(path.dirname(placeOf(name)));
        await writeDurably(placeOf(name), bytes);
      } catch (error) {
        throw whyUnwritten(folder, error);
      }
    },
    async remove(name) {
      await rm(placeOf(name), { force: true });
      await syncFolder(path.dirname(placeOf(name)));
    },
  };
}

/** Makes the folder of the backups, which nobody else may look into. */
export async function makeFolder(folder: string): Promise<void> {
  await privateFolder(folder).catch((error: unknown) => {
    throw whyUnwritten(folder, error);
  });
}

/** The codes by which a system says that a place cannot be written; EROFS comes as ENOENT from a recursive mkdir. */
const UNWRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT", "EIO"]);

/** Says that it was the backups' folder, and not the database, where it was; leaves every other error as it is. */
function whyUnwritten(folder: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof BackupTrouble || code === undefined || !UNWRITABLE.has(code)) return error;
  return new BackupTrouble(
    `the backups' folder ${folder} cannot be written: ${message}. Mend: make room there, let the school's user write it, or set MATRICULA_BACKUP_DIR to another folder.`,
    { cause: error },
  );
}

function nothingThere(error: unknown): [] {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  return [];
}

/** Takes away what a backup that was cut off has left half written. Only for whoever is alone in the folder. */
export async function removePartial(folder: string): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(nothingThere);
  for (const entry of found) {
    if (entry.isFile() && entry.name.endsWith(PARTIAL))
      await rm(path.join(entry.parentPath, entry.name), { force: true });
  }
}

import { access, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileBytes } from "./bytes.ts";
import { PARTIAL, privateFolder, syncFolder, writeDurably } from "./durable.ts";
import type { Store } from "./store.ts";

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
      await privateFolder(folder);
      if (path.dirname(name) !== ".") await privateFolder(path.dirname(placeOf(name)));
      await writeDurably(placeOf(name), bytes);
    },
    async remove(name) {
      await rm(placeOf(name), { force: true });
      await syncFolder(path.dirname(placeOf(name)));
    },
  };
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

import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, chmod, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { FileStore } from "#domain/files/store.ts";

/**
 * Keeps files in `folder` under their SHA-256: `ab/cdef…`, readable by the school's own account alone. A file is whole
 * under its name or not there: it is written beside, forced to the disk, and only then given the name.
 */
export function openFileStore(folder: string): FileStore {
  const placeOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2));
  return {
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const place = placeOf(sha256);
      if (await isThere(place)) return sha256;
      await makePrivateFolder(folder);
      await makePrivateFolder(path.dirname(place));
      await writeWhole(place, bytes);
      return sha256;
    },
    async read(sha256, range) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
      const place = placeOf(sha256);
      if (!(await isThere(place))) return undefined;
      return Readable.toWeb(createReadStream(place, range)) as ReadableStream<Uint8Array>;
    },
  };
}

async function isThere(place: string): Promise<boolean> {
  try {
    await access(place);
    return true;
  } catch {
    return false;
  }
}

async function makePrivateFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  // A parent's default ACL may have added rights that the mode did not ask for.
  if (made !== undefined) await chmod(folder, 0o700);
}

async function writeWhole(place: string, bytes: Uint8Array): Promise<void> {
  const draft = `${place}.${process.pid}-${randomBytes(6).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Two that write the same at once put the same bytes there, whichever comes last.
    await rename(draft, place);
    await syncFolder(path.dirname(place));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** A name outlives a power cut once its folder is on the disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

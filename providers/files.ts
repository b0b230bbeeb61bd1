import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, chmod, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { FileScanner, FileStore } from "#domain/files/store.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";

/** How many names are handed out at once. */
const PORTION = 200;
/** What a file is called while it is being decided whether it goes. */
export const LEAVING = ".leaving";

/**
 * Keeps files in `folder` under their SHA-256: `ab/cdef…`, readable by the school's own account alone. A file is whole
 * under its name or not there: it is written beside, forced to the disk, and only then given the name. The time of its last
 * change says when somebody last kept it.
 */
export function openFileStore(folder: string, scanner?: FileScanner): FileStore {
  const placeOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2));
  return {
    ...(scanner ? { scanner } : {}),
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const place = placeOf(sha256);
      if (await isKeptAnew(place)) return sha256;
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
    keptBefore: (before) => namesBefore(folder, before),
    async remove(sha256, before, isNeeded) {
      const place = placeOf(sha256);
      if (!(await moved(place, place + LEAVING))) return false;
      if ((await isYoung(place + LEAVING, before)) || (await isNeeded())) {
        await moved(place + LEAVING, place);
        return false;
      }
      await rm(place + LEAVING, { force: true });
      return true;
    },
  };
}

/** Goes through the folders one by one. What a process that died left half removed is put back, and decided anew. */
async function* namesBefore(folder: string, before: Date): AsyncIterable<string[]> {
  for (const first of await listed(folder)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    let portion: string[] = [];
    for (const rest of await listed(path.join(folder, first))) {
      const name = rest.slice(0, 62);
      const place = path.join(folder, first, name);
      if (!/^[0-9a-f]{62}$/.test(name)) continue;
      if (rest.endsWith(LEAVING)) await moved(place + LEAVING, place);
      else if (rest !== name) await removeOld(path.join(folder, first, rest), before);
      if (!(await isYoung(place, before))) portion.push(first + name);
      if (portion.length === PORTION) {
        yield portion;
        portion = [];
      }
    }
    if (portion.length > 0) yield portion;
  }
}

/** A draft whose process died. */
async function removeOld(draft: string, before: Date): Promise<void> {
  if (!(await isYoung(draft, before))) await rm(draft, { force: true });
}

/** What stands in a folder; nothing when there is no such folder yet. */
async function listed(folder: string): Promise<string[]> {
  return (await orWhenGone(readdir(folder))) ?? [];
}

/** Notes that a file is kept once more; false when it is not there. */
async function isKeptAnew(place: string): Promise<boolean> {
  const now = createSystemClock();
  return (await orWhenGone(utimes(place, now, now).then(() => true))) ?? false;
}

async function isYoung(place: string, before: Date): Promise<boolean> {
  const found = await orWhenGone(stat(place));
  return found !== undefined && found.mtime >= before;
}

async function moved(from: string, to: string): Promise<boolean> {
  return (await orWhenGone(rename(from, to).then(() => true))) ?? false;
}

/** What is asked of the disk; undefined when the file is not, or no longer, there. */
async function orWhenGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
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

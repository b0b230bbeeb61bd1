import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { makePrivateFolder } from "#db/make-folder.ts";
import { refuseIfReadableByOthers } from "#config/stored-secrets.ts";
import type { Bytes } from "./bytes.ts";

/** What a file is called while it is being written. */
export const PARTIAL = ".partial";
/** Bytes between two fsyncs: one fsync at the end would make every commit of the database wait behind the whole file. */
const SYNC_BYTES = 8 * 1024 * 1024;

/** Makes a folder that nobody else may look into; refuses one that others may. */
export async function makeBackupsFolder(folder: string): Promise<void> {
  makePrivateFolder(folder);
  refuseIfReadableByOthers(folder);
}

/** Writes a file atomically: after a power cut it is there whole, or not at all. */
export async function writeDurably(file: string, bytes: Bytes): Promise<void> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString("hex")}${PARTIAL}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      let unsynced = 0;
      for await (const data of bytes) {
        await handle.writeFile(data);
        unsynced += data.length;
        if (unsynced < SYNC_BYTES) continue;
        await handle.datasync();
        unsynced = 0;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** fsync of the folder: only then does a new name survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

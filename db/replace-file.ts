import { randomBytes } from "node:crypto";
import type { Stats } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Writes a file, with mode 0600 or the rights of `like`, so that it is whole or the old one, also after the power went. The folder
 * must be there.
 */
export async function replaceFile(file: string, text: string, like?: Stats): Promise<void> {
  const draft = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    const handle = await open(draft, "wx", 0o600);
    try {
      if (like) {
        await handle.chmod(like.mode & 0o777);
        if (process.getuid?.() === 0) await handle.chown(like.uid, like.gid);
      }
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  // The new name outlives a power cut once its folder is on the disk too.
  const folder = await open(path.dirname(file), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

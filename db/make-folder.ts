import { chmodSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder, and those above it that are not there yet, for its owner's eyes alone. Says whether it was made. Not by Node's
 * `recursive`: below /proc, where a folder is there and can hold no other, that tries for ever.
 */
export function makePrivateFolder(folder: string): boolean {
  if (isFolder(folder)) return false;
  const parent = path.dirname(folder);
  if (!isFolder(parent) && parent !== folder) makePrivateFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was quicker.
    if ((error as NodeJS.ErrnoException).code === "EEXIST" && isFolder(folder)) return false;
    throw error;
  }
  // A umask may only take rights away, but a parent's default ACL may add some.
  chmodSync(folder, 0o700);
  return true;
}

const isFolder = (place: string) => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

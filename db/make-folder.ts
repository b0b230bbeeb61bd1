import { chmodSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and its missing parents, with mode 0700. Returns whether it was made. Not by Node's `recursive`, which loops for ever
 * below /proc, where a folder exists and can hold no other.
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

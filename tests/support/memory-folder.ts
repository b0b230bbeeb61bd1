import { accessSync, constants, statfsSync } from "node:fs";

/** Where Linux keeps files in memory (https://www.kernel.org/doc/html/latest/filesystems/tmpfs.html). */
const FOLDER = "/dev/shm";
/** Hundreds of small databases at a time, and some to spare; a container has 64 MB there unless told otherwise. */
const FREE_BYTES_MIN = 1_000_000_000;

let known: { folder: string | undefined } | undefined;

/**
 * Where the database of a test goes that is about rules and not about files: in memory, where nothing waits for a disk. It has a file's
 * locks and log all the same. Undefined where there is no such place, and in projects whose servers open the file
 * (`TEST_DATABASES=disk`, vitest.config.ts).
 */
export function getMemoryFolder(): string | undefined {
  known ??= { folder: process.env.TEST_DATABASES === "disk" ? undefined : findMemoryFolder(FREE_BYTES_MIN) };
  return known.folder;
}

/** A folder in memory that has so many bytes free. */
export function findMemoryFolder(freeBytesMin: number): string | undefined {
  try {
    accessSync(FOLDER, constants.W_OK);
    const { bavail, bsize } = statfsSync(FOLDER);
    return bavail * bsize >= freeBytesMin ? FOLDER : undefined;
  } catch {
    return undefined;
  }
}

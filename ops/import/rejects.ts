import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { csvLine } from "../csv.ts";
import type { Reject } from "./import-file.ts";

/** How many rows were rejected, and which of them could not be written into the file, and why. */
export type RejectsWritten = { count: number; unwritten: readonly Reject[]; trouble?: string };

/**
 * Writes the rejected rows into a CSV file, if there are any. A file that cannot be written stops no import: the rows are given back, to
 * be shown in another way.
 */
export function openRejectsFile(path: string): { add(row: Reject): void; close(): RejectsWritten } {
  let trouble = explainTrouble(() => rmSync(path, { force: true }));
  // One that cannot be removed may still be written, and has something to say only when it is from an earlier run.
  const stale = trouble;
  let file: number | undefined;
  let count = 0;
  const unwritten: Reject[] = [];
  const write = (cells: string[]) => writeSync(file as number, csvLine(cells));
  return {
    add(row) {
      count += 1;
      if (count === 1) {
        trouble = explainTrouble(() => {
          file = openSync(path, "w", 0o600);
          write(["file", "line", "key", "reason"]);
        });
      }
      trouble ??= explainTrouble(() => write([row.file, String(row.line), row.key, row.reason]));
      if (trouble !== undefined) unwritten.push(row);
    },
    close() {
      if (file !== undefined) closeSync(file);
      return { count, unwritten, trouble: count === 0 ? stale : trouble };
    },
  };
}

function explainTrouble(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

import { createWriteStream, rmSync } from "node:fs";
import { finished } from "node:stream/promises";
import { csvLine } from "../csv.ts";
import type { Reject } from "./import-file.ts";

/** Writes the rejected rows into a CSV file, if there are any. */
export function openRejectsFile(path: string): { add(row: Reject): void; close(): Promise<number> } {
  rmSync(path, { force: true });
  let stream: ReturnType<typeof createWriteStream> | undefined;
  let count = 0;
  return {
    add({ file, line, key, reason }) {
      if (!stream) {
        stream = createWriteStream(path, { mode: 0o600 });
        stream.write(csvLine(["file", "line", "key", "reason"]));
      }
      stream.write(csvLine([file, line, key, reason]));
      count += 1;
    },
    async close() {
      if (stream) await finished(stream.end());
      return count;
    },
  };
}

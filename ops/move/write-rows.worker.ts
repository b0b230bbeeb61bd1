/** A thread that writes rows into a SQLite file, table after table, while another one reads and hashes the next. */
import { isAscii } from "node:buffer";
import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite from "better-sqlite3";
import { prepareInsert } from "./insert-lines.ts";
import { UnmovableField } from "./line-values.ts";
import type { Asked, Told } from "./row-writer.ts";

const sqlite = new BetterSqlite(workerData as string);
// Nobody reads the file yet, and its check at the end looks at every key and every CHECK.
for (const pragma of [
  "journal_mode = DELETE",
  "synchronous = OFF",
  "foreign_keys = OFF",
  "ignore_check_constraints = ON",
  "cache_size = -200000",
])
  sqlite.pragma(pragma);

let insert: (lines: readonly string[]) => void = () => {};

/** Text of ASCII alone is read at once; of other text each line is, so that only those lines take twice the room that have other signs. */
function linesOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isAscii(buffer)) {
    const lines = buffer.toString("latin1").split("\n");
    lines.pop();
    return lines;
  }
  const lines: string[] = [];
  for (let from = 0, to = buffer.indexOf(10); to !== -1; from = to + 1, to = buffer.indexOf(10, from))
    lines.push(buffer.toString("utf8", from, to));
  return lines;
}

function obey(asked: Asked): void {
  if (asked instanceof Uint8Array) return insert(linesOf(asked));
  if (asked === "end") sqlite.exec("COMMIT");
  else if (asked === "close") sqlite.close();
  else {
    sqlite.exec("BEGIN IMMEDIATE");
    insert = prepareInsert(sqlite, asked);
  }
}

function failureOf(error: unknown): Told {
  if (error instanceof UnmovableField)
    return { unmovable: { problem: error.problem, column: error.column, line: error.line } };
  const { message, code } = error as { message: string; code?: string };
  return { failed: { message, code } };
}

let hasFailed = false;
parentPort?.on("message", (asked: Asked) => {
  // What was under way when it failed is of no more use.
  if (hasFailed && asked !== "close") return;
  try {
    obey(asked);
    parentPort?.postMessage("done" satisfies Told);
  } catch (error) {
    hasFailed = true;
    parentPort?.postMessage(failureOf(error));
  }
  if (asked === "close") parentPort?.close();
});

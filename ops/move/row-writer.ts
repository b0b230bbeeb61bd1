import { Worker } from "node:worker_threads";
import { nameRow } from "./lines.ts";
import { nameUnmovable } from "./name-unmovable.ts";
import type { MovedTable, Problem } from "./value-forms.ts";

/** A table whose rows follow, lines as bytes, the end of a table, or of all. */
export type Asked = MovedTable | Uint8Array | "end" | "close";
export type Told =
  | "done"
  | { unmovable: { problem: Problem; column: string; line: string } }
  | { failed: { message: string; code: string | undefined } };

/** Batches that the thread has not written yet; then nothing more is read. */
const WAITING_MAX = 8;

export type RowWriter = {
  write(table: MovedTable, batches: AsyncIterable<string[]>): Promise<void>;
  close(): Promise<void>;
};

/** Writes rows into the SQLite file in a thread of its own. Each table is one commit. */
export function openRowWriter(file: string): RowWriter {
  const thread = new Worker(new URL("./write-rows.worker.ts", import.meta.url), { workerData: file });
  const whenEnded = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  let table: MovedTable | undefined;
  let waiting = 0;
  let failure: unknown;
  let wake = () => {};
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  thread.on("message", (told: Told) => {
    waiting -= 1;
    if (told !== "done") failure ??= errorOf(told, table as MovedTable);
    wake();
  });
  thread.on("error", fail);
  thread.once("exit", () => fail(new Error("the thread that writes has ended")));

  const ask = (asked: Asked) => {
    waiting += 1;
    thread.postMessage(asked, asked instanceof Uint8Array ? [asked.buffer as ArrayBuffer] : []);
  };
  const untilAtMost = async (most: number) => {
    while (waiting > most && failure === undefined) await new Promise<void>((resolve) => (wake = resolve));
    if (failure !== undefined) throw failure;
  };
  return {
    async write(of, batches) {
      table = of;
      ask(of);
      for await (const lines of batches) {
        ask(new TextEncoder().encode(lines.join("")));
        await untilAtMost(WAITING_MAX);
      }
      ask("end");
      await untilAtMost(0);
    },
    async close() {
      thread.postMessage("close");
      await whenEnded;
    },
  };
}

function errorOf(told: Exclude<Told, "done">, table: MovedTable): Error {
  if ("failed" in told) return Object.assign(new Error(told.failed.message), { code: told.failed.code });
  const { problem, column, line } = told.unmovable;
  return nameUnmovable(table, { row: nameRow(table, `${line}\n`), column, problem });
}

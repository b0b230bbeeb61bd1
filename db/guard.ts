import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";

type Scope = { open: boolean };

const current = perProcess<AsyncLocalStorage<Scope>>("db.guard", () => new AsyncLocalStorage<Scope>());

export function assertOutsideWrite() {
  if (current.getStore()?.open) throw new Error("inside write(): use tx, not db.read or another write()");
}

export function assertInsideWrite() {
  if (!current.getStore()?.open) throw new Error("tx used after its write() ended");
}

/**
 * Runs `fn` as the only thing that may use the transaction. After `deadlineMs` the scope closes and the call fails, so
 * that a verb which waits for something other than the database cannot hold the writer.
 */
export async function guarded<T>(fn: () => Promise<T>, deadlineMs: number): Promise<T> {
  const scope: Scope = { open: true };
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`a write took longer than ${deadlineMs} ms; it was undone`)), deadlineMs);
  });
  try {
    // Awaited inside run(): a drizzle builder is a lazy thenable and only executes when awaited.
    return await Promise.race([current.run(scope, async () => await fn()), tooLong]);
  } finally {
    scope.open = false;
    clearTimeout(timer);
  }
}

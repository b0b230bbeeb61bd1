import { AsyncLocalStorage } from "node:async_hooks";
import { Overloaded } from "./errors.ts";
import { perProcess } from "./per-process.ts";

type Scope = { open: boolean; holder: unknown };

const current = perProcess<AsyncLocalStorage<Scope>>("db.guard", () => new AsyncLocalStorage<Scope>());

export function assertOutsideWrite() {
  if (current.getStore()?.open) throw new Error("inside write(): use tx, not db.read or another write()");
}

/** `holder`: what the transaction is on, where there are several. */
export function assertInsideWrite(holder?: unknown) {
  const scope = current.getStore();
  if (!scope?.open || (holder !== undefined && scope.holder !== holder)) {
    throw new Error("tx used after its write() ended");
  }
}

type GuardedOptions = {
  /** What the transaction is on, where there are several. */
  holder?: unknown;
  /** From when on the time counts, when it is not now: the transaction may still wait for its lock. */
  begun?: Promise<void>;
};

/**
 * Runs `fn` as the only thing that may use the transaction. After `deadlineMs` the scope closes and the call fails, so
 * that a verb which waits for something other than the database cannot hold the writer. Nothing of it is kept, so whoever asked may ask
 * again: on a machine that is much too slow for a crowd that is all it was.
 */
export async function guarded<T>(
  fn: () => Promise<T>,
  deadlineMs: number,
  { holder, begun }: GuardedOptions = {},
): Promise<T> {
  const scope: Scope = { open: true, holder };
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const late = () => reject(new Overloaded(`a write took longer than ${deadlineMs} ms; it was undone`));
    const start = () => {
      if (scope.open) timer = setTimeout(late, deadlineMs);
    };
    if (begun) begun.then(start, () => {});
    else start();
  });
  try {
    // Awaited inside run(): a drizzle builder is a lazy thenable and only executes when awaited.
    return await Promise.race([current.run(scope, async () => await fn()), tooLong]);
  } finally {
    scope.open = false;
    clearTimeout(timer);
  }
}

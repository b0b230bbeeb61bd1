import { AsyncLocalStorage } from "node:async_hooks";
import type { Database, Tx, WriteOptions } from "#db/types.ts";
import { sealNow } from "#tests/support/seal-now.ts";
import { Death, passBoundary } from "./tasks.ts";

/**
 * Where what was committed has its place in the chains before each write: PostgreSQL gives it some seconds after the commit, and a job that books
 * comes to it then. Without it the two engines would book different journals at a step.
 */
export const sealsBefore = new AsyncLocalStorage<true>();

/** The school's database, whose every write is a boundary: the process may die before it, within it (it is undone), and after its commit. `onCommit` sees what is stored after each. */
export function withBoundaries(database: Database, onCommit: () => Promise<void>): Database {
  return {
    ...database,
    write: <T>(fn: (tx: Tx) => Promise<T>, options?: WriteOptions) =>
      passBoundary("write", async (fate) => {
        if (sealsBefore.getStore()) await sealNow(database);
        const done = await database.write(async (tx) => {
          const result = await fn(tx);
          if (fate === "die within") throw new Death();
          return result;
        }, options);
        await onCommit();
        if (fate === "die after") throw new Death();
        return done;
      }),
  };
}

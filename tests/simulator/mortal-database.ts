import type { Database, Tx, WriteOptions } from "#db/types.ts";
import { Death, passBoundary } from "./tasks.ts";

/** The school's database, whose every write is a boundary: the process may die before it, within it (it is undone), and after its commit. `onCommit` sees what is stored after each. */
export function withBoundaries(database: Database, onCommit: () => Promise<void>): Database {
  return {
    ...database,
    write: <T>(fn: (tx: Tx) => Promise<T>, options?: WriteOptions) =>
      passBoundary("write", async (fate) => {
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

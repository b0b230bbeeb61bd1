import { test } from "vitest";
import { engine } from "#db/engine.ts";
import { isLong } from "./long-run.ts";
import { isQuick } from "./quick-run.ts";

/** Whether this run tests what no engine decides. */
export const isAnyEngineTested = isLong || engine === "sqlite";

/**
 * A test whose subject no engine decides, in a file whose other tests do need both: how backups are kept, found and sealed once they are
 * made, and what a job says of them. `npm test` runs it on SQLite, where making one takes a tenth of the time, and `npm run test:long`
 * on both. Whole files with servers are named in one-engine.ts.
 */
export const testOnAnyEngine = test.runIf(isAnyEngineTested);

/** Whether this run asks each row of a table as everybody. */
const isAskedInFull = isLong || (engine === "sqlite" && !isQuick);

/**
 * The people whom a row of a table is asked as. Who may is decided in the domain, whose tests run on both engines with everybody, and
 * `npm run test:all` asks each row as everybody on SQLite. PostgreSQL, and SQLite in a quick run, is asked each row as one of those who may
 * and one of those who may not, and the next row as the next, so that no row and no person is left out; in a long run as everybody.
 */
export function whoAsks<Person>(
  all: readonly Person[],
  may: readonly Person[],
  row: number,
  isFull = isAskedInFull,
): readonly Person[] {
  if (isFull) return all;
  const byTurn = (some: readonly Person[]) => (some.length === 0 ? [] : [some[row % some.length] as Person]);
  return [...byTurn(may), ...byTurn(all.filter((each) => !may.includes(each)))];
}

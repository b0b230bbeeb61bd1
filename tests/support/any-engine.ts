import { test } from "vitest";
import { engine } from "#db/engine.ts";
import { isLong } from "./long-run.ts";

/** Whether this run tests what no engine decides. */
export const isAnyEngineTested = isLong || engine === "sqlite";

/**
 * A test whose subject no engine decides, in a file whose other tests do need both: how backups are kept, found and sealed once they are
 * made, and what a job says of them. `npm test` runs it on SQLite, where making one takes a tenth of the time, and `npm run test:long`
 * on both. Whole files with servers are named in one-engine.ts.
 */
export const testOnAnyEngine = test.runIf(isAnyEngineTested);

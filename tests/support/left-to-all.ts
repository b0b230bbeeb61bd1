import { engine } from "#db/engine.ts";
import { isQuick, LEFT_TO_ALL, ownWay } from "./quick-run.ts";

declare module "vitest" {
  interface TaskMeta {
    /** Where a test is run that this run leaves out: the last line of the run counts them (test-counts.ts). */
    left?: string;
  }
}

type Options = { skip?: boolean; meta?: { left: string } };

/** What a test says of itself, or several together, that a run leaves to `npm run test:all` when it is so: the options of `test` and `describe`. */
export const leaveWhen = (isLeft: boolean): Options => (isLeft ? { skip: true, meta: { left: LEFT_TO_ALL } } : {});

/**
 * A test of the operation of a school, not of what the domain decides, where another one of its kind stays in a quick run: the second way
 * in which a move ends, a disk fails or a server is told to go. Each file keeps one, on one engine at least, but for
 * IN_PARTS: a quick run that finds a file of which nothing is kept has failed (test-counts.ts).
 */
export const inAll = leaveWhen(isQuick);

/** The same for a test that runs on one engine only, and for one that the other engine shows well enough to whoever waits. */
export const inAllOnPostgres = leaveWhen(isQuick && engine === "postgres");
export const inAllOnSqlite = leaveWhen(isQuick && engine === "sqlite");

/** One row of a table in so many, by its name, for a quick run; the others are left. */
export const byTurn = (name: string, of: number): Options =>
  leaveWhen(isQuick && ownWay(name, [...Array(of).keys()]) !== 0);

import BetterSqlite from "better-sqlite3";
import type { LatencyRecorder } from "./latencies.ts";
import { getRequestStatements, recordStatement } from "./request-statements.ts";
import { connect } from "./sqlite-file.ts";
import { drizzleOver } from "./sqlite-session.ts";

/** How many prepared statements a connection keeps (LRU). */
const STATEMENTS_MAX = 500;

/** A connection whose file can be reopened while it is in use; its statements are then prepared again. */
export type Connection = {
  sqlite: BetterSqlite.Database;
  /** How many statements have changed something so far. */
  changes: number;
  statement(text: string): BetterSqlite.Statement;
  open(): void;
  close(): void;
};

/** Opens `file`. Safe to close and reopen while another connection of the process is open: no lock is lost. */
export function openConnection(file: string, options: { readonly: boolean }): Connection {
  const prepared = new Map<string, BetterSqlite.Statement>();
  const connection: Connection = {
    sqlite: connect(file, options),
    changes: 0,
    statement(text) {
      let statement = prepared.get(text);
      if (statement === undefined) {
        statement = connection.sqlite.prepare(text);
        if (statement.reader) statement.raw(true);
        if (prepared.size >= STATEMENTS_MAX) prepared.delete(prepared.keys().next().value as string);
        prepared.set(text, statement);
      }
      return statement;
    },
    open() {
      connection.sqlite = connect(file, options);
    },
    close() {
      prepared.clear();
      connection.sqlite.close();
    },
  };
  return connection;
}

/**
 * Closes both connections to a file, then opens them again. SQLite shares one mapping of the WAL index among all connections of a
 * process, in the mode of the first: if that was read-only, it stays read-only until every connection is closed.
 *
 * Closing is safe for locks: POSIX drops all locks of the process on a file when any of its descriptors is closed, and SQLite defers
 * closing a descriptor while the process holds one. No statement may be running; calls are synchronous, so between two writes none
 * is. Statements are prepared again on next use. If the file cannot be opened, the connections stay closed, and this may be called again.
 */
export function reopen(writing: Connection, reading: Connection): void {
  for (const connection of [reading, writing]) if (connection.sqlite.open) connection.close();
  writing.open();
  reading.open();
}

/** One statement in this many is timed, because reading the clock costs a tenth of a short statement. A power of two. */
const TIMED_ONE_IN = 16;

type ClientOptions = {
  /** Asked before each statement; throws when it may not be run now. */
  guard: () => void;
  /** Called with the error of a failed statement. */
  onError?: (error: unknown) => void;
  times?: LatencyRecorder;
};

/** drizzle over a connection. Every statement passes here: guard, prepare once, run. */
export function clientOf(connection: Connection, { guard, onError, times }: ClientOptions) {
  let asked = 0;
  const run = (text: string, params: unknown[]) => {
    const statement = connection.statement(text);
    if (statement.reader) {
      const rows = statement.all(params) as unknown[][];
      // With RETURNING there is one row for each changed one.
      if (rows.length > 0 && !statement.readonly) connection.changes += 1;
      return rows;
    }
    if (statement.run(params).changes > 0) connection.changes += 1;
    return [];
  };
  const timed = (text: string, params: unknown[]) => {
    const isSample = times !== undefined && (asked++ & (TIMED_ONE_IN - 1)) === 0;
    if (!isSample && !getRequestStatements()?.isShown) {
      recordStatement(text, 0);
      return run(text, params);
    }
    const begun = performance.now();
    const rows = run(text, params);
    const ms = performance.now() - begun;
    recordStatement(text, ms);
    if (isSample) times?.record(ms);
    return rows;
  };
  return drizzleOver((text, params) => {
    guard();
    try {
      return timed(text, params);
    } catch (error) {
      onError?.(error);
      throw error;
    }
  });
}

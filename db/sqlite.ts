import type BetterSqlite from "better-sqlite3";
import { engineCode, Overloaded } from "./errors.ts";
import { assertInsideWrite, assertOutsideWrite } from "./guard.ts";
import { createLatencies, type LatencyRecorder } from "./latencies.ts";
import { connect, createPrivately } from "./sqlite-file.ts";
import { drizzleOver } from "./sqlite-session.ts";
import type { Database, Reader, Tx } from "./types.ts";
import { createWriter, type WriterEngine, type WriterOptions } from "./writer.ts";

/** Longest wait, in ms, for another process's write lock before the caller is told to come back later. */
const LOCK_WAIT_MS_MAX = 5_000;
/** How many prepared statements a connection keeps; the least used is dropped beyond it. */
const STATEMENTS_MAX = 500;

/** One SQLite file: one writer behind a queue, and one reader that sees only what is committed. */
export function openSqlite(file: string, options: WriterOptions = {}): Database {
  createPrivately(file);
  const writing = connect(file, { readonly: false });
  const reading = connect(file, { readonly: true });
  const writer = createWriter(sqliteWriter(writing), options);
  const readTimes = createLatencies();
  return {
    engine: "sqlite",
    read: client(reading, assertOutsideWrite, readTimes) as unknown as Reader,
    write: writer.write,
    stats: writer.stats,
    readTimes: readTimes.snapshot,
    async close() {
      await writer.idle();
      reading.close();
      writing.close();
    },
  };
}

function sqliteWriter(sqlite: BetterSqlite.Database): WriterEngine {
  const tx = client(sqlite, assertInsideWrite) as unknown as Tx;
  const statement = (text: string) => {
    const prepared = sqlite.prepare(text);
    return () => void prepared.run();
  };
  const run = {
    begin: statement("BEGIN IMMEDIATE"),
    commit: statement("COMMIT"),
    savepoint: statement("SAVEPOINT job"),
    rollbackTo: statement("ROLLBACK TO job"),
    release: statement("RELEASE job"),
  };
  let level = "";
  return {
    async begin({ durable }) {
      // The level cannot change inside a transaction. A FULL commit also makes every earlier NORMAL commit durable.
      const wanted = durable ? "FULL" : "NORMAL";
      if (level !== wanted) sqlite.pragma(`synchronous = ${wanted}`);
      level = wanted;
      await beginWhenFree(sqlite, run.begin);
      return tx;
    },
    savepoint: run.savepoint,
    rollbackToSavepoint: run.rollbackTo,
    releaseSavepoint: run.release,
    commit: run.commit,
    abandon() {
      try {
        if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
      } catch {
        // A disk that fails may fail here too; what was not committed is never read, and the next BEGIN says how things are.
      }
    },
    isRetryable: () => false,
  };
}

/**
 * SQLite's own busy handler sleeps on this thread: a 600 ms lock elsewhere would stop every request for 600 ms. So BEGIN
 * never waits inside SQLite; it retries from the event loop with flat jitter, which is also fairer between processes than
 * a growing back-off.
 */
async function beginWhenFree(sqlite: BetterSqlite.Database, begin: () => void) {
  const deadline = performance.now() + LOCK_WAIT_MS_MAX;
  sqlite.pragma("busy_timeout = 0");
  try {
    for (;;) {
      try {
        return begin();
      } catch (error) {
        if (!engineCode(error)?.startsWith("SQLITE_BUSY")) throw error;
        if (performance.now() > deadline) throw new Overloaded("the database stayed locked by another process");
        await new Promise((wake) => setTimeout(wake, 0.5 + Math.random() * 3));
      }
    }
  } finally {
    sqlite.pragma("busy_timeout = 5000");
  }
}

/** One in so many statements is timed: the clock takes as long as a short one's tenth. A power of two. */
const TIMED_ONE_IN = 16;

/** Every statement passes here: guard, prepare once, run. */
function client(sqlite: BetterSqlite.Database, guard: () => void, times?: LatencyRecorder) {
  let asked = 0;
  const prepared = new Map<string, BetterSqlite.Statement>();
  function statementFor(text: string) {
    let statement = prepared.get(text);
    if (statement === undefined) {
      statement = sqlite.prepare(text);
      if (statement.reader) statement.raw(true);
      if (prepared.size >= STATEMENTS_MAX) prepared.delete(prepared.keys().next().value as string);
      prepared.set(text, statement);
    }
    return statement;
  }
  return drizzleOver((text, params) => {
    guard();
    const statement = statementFor(text);
    if (times !== undefined && (asked++ & (TIMED_ONE_IN - 1)) === 0) {
      const begun = performance.now();
      const rows = statement.all(params) as unknown[][];
      times.record(performance.now() - begun);
      return rows;
    }
    if (statement.reader) return statement.all(params) as unknown[][];
    statement.run(params);
    return [];
  });
}

import { engineCode, Overloaded } from "./errors.ts";
import { assertInsideWrite, assertOutsideWrite } from "./guard.ts";
import { createLatencies } from "./latencies.ts";
import { clientOf, type Connection, openConnection, reopen } from "./sqlite-connection.ts";
import { createPrivately } from "./sqlite-file.ts";
import type { Database, Reader, Tx } from "./types.ts";
import { mayWriteFiles, watchFiles } from "./watch-files.ts";
import { createWriter, type WriterEngine, type WriterOptions } from "./writer.ts";

/** Longest wait, in ms, for another process's write lock before the caller is told to come back later. */
const LOCK_WAIT_MS_MAX = 5_000;
/** How often the WAL is checkpointed, so that no single write has to checkpoint much of it. */
const CHECKPOINT_EVERY_MS = 30_000;

/** One SQLite file: one writer behind a queue, and one reader that sees only what is committed. */
export function openSqlite(file: string, options: WriterOptions = {}): Database {
  createPrivately(file);
  const writing = openConnection(file, { readonly: false });
  const reading = openConnection(file, { readonly: true });
  const engine = sqliteWriter(writing, () => openAnew());
  const writer = createWriter(engine, options);
  const watch = watchFiles(file, (path) => {
    writer.guard.block(path);
    if (path !== undefined) void writer.alone(() => emptyLog(writing));
  });
  const openAnew = () => {
    if (writer.guard.state().trouble !== "read_only" || !mayWriteFiles(file) || watch.look() !== undefined) return;
    reopen(writing, reading);
    watch.begin();
  };
  const readTimes = createLatencies();
  const stopCheckpoints = checkpointNowAndThen(writer, writing);
  // Reader and Tx are what both engines' clients can do, which neither client's own type says.
  const read = clientOf(reading, {
    guard: assertOutsideWrite,
    onError: writer.guard.note,
    times: readTimes,
  }) as unknown as Reader;
  return {
    engine: "sqlite",
    read,
    readReplica: read,
    replica: () => undefined,
    notOlderThanNow: async () => {},
    fitConnections: async () => undefined,
    write: writer.write,
    stats: writer.stats,
    readTimes: readTimes.snapshot,
    storage: writer.guard.state,
    async close() {
      watch.stop();
      stopCheckpoints();
      await writer.end();
      reading.close();
      writing.close();
    },
  };
}

function sqliteWriter(connection: Connection, beforeTrial: () => void): WriterEngine {
  // As above.
  const tx = clientOf(connection, { guard: assertInsideWrite }) as unknown as Tx;
  const statement = (text: string) => () => void connection.statement(text).run();
  const begin = statement("BEGIN IMMEDIATE");
  return {
    async begin({ durable }) {
      // The level cannot change inside a transaction. A FULL commit also makes every earlier NORMAL commit durable.
      setDurable(connection, durable);
      await beginWhenFree(connection, begin);
      return tx;
    },
    changes: () => connection.changes,
    savepoint: statement("SAVEPOINT job"),
    rollbackToSavepoint: statement("ROLLBACK TO job"),
    releaseSavepoint: statement("RELEASE job"),
    commit: statement("COMMIT"),
    abandon() {
      try {
        if (connection.sqlite.inTransaction) connection.sqlite.exec("ROLLBACK");
      } catch {
        // A disk that fails may fail here too; what was not committed is never read, and the next BEGIN says how things are.
      }
    },
    beforeTrial,
    storageFailuresMax: 1,
  };
}

const levels = new WeakMap<Connection["sqlite"], string>();

function setDurable({ sqlite }: Connection, durable: boolean) {
  const wanted = durable ? "FULL" : "NORMAL";
  if (levels.get(sqlite) === wanted) return;
  sqlite.pragma(`synchronous = ${wanted}`);
  levels.set(sqlite, wanted);
}

/**
 * SQLite's own busy handler sleeps on this thread: a 600 ms lock elsewhere would stop every request for 600 ms. So BEGIN
 * never waits inside SQLite; it retries from the event loop with flat jitter, which is also fairer between processes than
 * a growing back-off.
 */
async function beginWhenFree({ sqlite }: Connection, begin: () => void) {
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

/** A passive checkpoint of the WAL, between two writes; waits for nobody. */
function checkpointNowAndThen(writer: ReturnType<typeof createWriter>, writing: Connection): () => void {
  let commitsThen = 0;
  const timer = setInterval(() => {
    const { commits } = writer.stats();
    if (commits === commitsThen || writer.guard.refusal()) return;
    commitsThen = commits;
    void writer.alone(() => checkpoint(writing, "PASSIVE", writer.guard.note));
  }, CHECKPOINT_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Checkpoints the WAL after the files were moved or deleted while open. Acknowledged writes may be in the WAL alone, which is lost once
 * it has no name. The open descriptors still reach both files, so the checkpoint makes a moved database file complete.
 */
function emptyLog(writing: Connection) {
  writing.sqlite.pragma("busy_timeout = 100");
  checkpoint(writing, "TRUNCATE", () => {});
  writing.sqlite.pragma("busy_timeout = 5000");
}

/** Fails on a full or failing disk; the WAL then keeps everything, and the check of its size reports that. */
function checkpoint({ sqlite }: Connection, mode: "PASSIVE" | "TRUNCATE", onError: (error: unknown) => void) {
  try {
    sqlite.pragma(`wal_checkpoint(${mode})`);
  } catch (error) {
    onError(error);
  }
}

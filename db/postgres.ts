import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { engineCode, Overloaded } from "./errors.ts";
import { assertInsideWrite, assertOutsideWrite } from "./guard.ts";
import { createLatencies, type LatencyRecorder } from "./latencies.ts";
import { recordStatement } from "./request-statements.ts";
import * as schema from "./schema/index.ts";
import type { Database, Reader, Tx } from "./types.ts";
import { createWriter, type WriterEngine, type WriterOptions } from "./writer.ts";

const RETRYABLE = new Set(["40001", "40P01"]); // serialization_failure, deadlock_detected
const LOCK_NOT_AVAILABLE = "55P03";
const LOCK_WAIT_MS_MAX = 5_000;
/**
 * The first statement of every write: it waits for the other processes' writers. The lock ends with the transaction, so it also works
 * behind a pooler that gives each transaction another connection (PgBouncer). LOCK TABLE takes no snapshot, unlike a function that waits
 * for a lock: the transaction then reads what the one before it committed. Only migrations write to the table itself.
 */
export const TAKE_TURN = "LOCK TABLE matricula_migrations IN EXCLUSIVE MODE";
const BEGIN = `BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = ${LOCK_WAIT_MS_MAX}; ${TAKE_TURN}`;
const READERS_MAX = 10;
/** Timeout for a connection and for each answer, longer than the one for the lock: a server that is silent for longer is down. */
const CONNECT_MS_MAX = 5_000;
const ANSWER_MS_MAX = 10_000;

/**
 * A PostgreSQL server. Each process has one writer, and writers of all processes take turns: the audit log and the ledger are hash
 * chains, so concurrent writes would conflict in any case. Turns give SQLite's semantics without retries. SERIALIZABLE protects
 * against anything else that writes to the database.
 */
export function openPostgres(url: string, options: WriterOptions = {}): Database {
  const readers = new pg.Pool({ connectionString: url, max: READERS_MAX });
  const writers = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
  });
  // An idle connection that the server closes must not end the process; the next query opens another.
  readers.on("error", () => {});
  writers.on("error", () => {});
  const writer = createWriter(postgresWriter(writers), options);
  const readTimes = createLatencies();
  watchQueries(readers, readTimes, writer.guard.note);
  return {
    engine: "postgres",
    // Reader and Tx are what both engines' clients can do, which neither client's own type says.
    read: drizzle(readers, {
      schema,
      casing: "snake_case",
      logger: { logQuery: assertOutsideWrite },
    }) as unknown as Reader,
    write: writer.write,
    stats: writer.stats,
    readTimes: readTimes.snapshot,
    storage: writer.guard.state,
    async close() {
      await writer.end();
      await Promise.all([readers.end(), writers.end()]);
    },
  };
}

/** Times every query of the pool, including the network, and reports errors: reads may find damaged rows. */
function watchQueries(pool: pg.Pool, times: LatencyRecorder, onError: (error: unknown) => void): void {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const watched = async (...args: unknown[]) => {
    const begun = performance.now();
    try {
      return await query(...args);
    } catch (error) {
      onError(error);
      throw error;
    } finally {
      const ms = performance.now() - begun;
      times.record(ms);
      recordStatement(textOf(args[0]), ms);
    }
  };
  pool.query = watched as typeof pool.query;
}

/** pg takes a statement as text, or in an object with its name and values. */
const textOf = (query: unknown) => (typeof query === "string" ? query : ((query as { text?: string }).text ?? ""));

function postgresWriter(pool: pg.Pool): WriterEngine {
  const clients = new WeakMap<pg.PoolClient, Tx>();
  let connection: pg.PoolClient | undefined;
  const send = async (text: string) => {
    if (!connection) throw new Error("no transaction is open");
    await connection.query(text);
  };
  const clientOf = (of: pg.PoolClient): Tx => {
    let tx = clients.get(of);
    if (!tx) {
      // The next query on a broken connection fails anyway; without a listener this event would end the process.
      of.on("error", () => {});
      const options = { schema, casing: "snake_case" as const, logger: { logQuery: assertInsideWrite } };
      // As above.
      tx = drizzle(of, options) as unknown as Tx;
      clients.set(of, tx);
    }
    return tx;
  };
  return {
    async begin({ durable }) {
      connection = await pool.connect();
      await takeTurn(connection, durable ? BEGIN : `${BEGIN}; SET LOCAL synchronous_commit = off`);
      return clientOf(connection);
    },
    savepoint: () => send("SAVEPOINT job"),
    rollbackToSavepoint: () => send("ROLLBACK TO SAVEPOINT job"),
    releaseSavepoint: () => send("RELEASE SAVEPOINT job"),
    async commit() {
      await send("COMMIT");
      connection?.release();
      connection = undefined;
    },
    abandon() {
      // Closing the connection ends its transaction and releases its lock, whatever state they are in.
      connection?.release(true);
      connection = undefined;
    },
    isRetryable: (error) => RETRYABLE.has(engineCode(error) ?? ""),
    // A lost connection does not mean that the server is down: a new one is tried before anybody is refused.
    storageFailuresMax: 2,
  };
}

/** Waits for the other processes' writers; after the deadline the caller is asked to retry later. */
async function takeTurn(connection: pg.PoolClient, begin: string) {
  try {
    await connection.query(begin);
  } catch (error) {
    if (engineCode(error) === LOCK_NOT_AVAILABLE) {
      throw new Overloaded("the database stayed locked by another process", { cause: error });
    }
    throw error;
  }
}

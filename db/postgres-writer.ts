import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { engineCode, isStorageTrouble, Overloaded } from "./errors.ts";
import { assertInsideWrite } from "./guard.ts";
import { hideValues } from "./hidden-values.ts";
import { openPool } from "./postgres-connect.ts";
import { QueryClient } from "./postgres-readers.ts";
import { openSealing } from "./postgres-sealing.ts";
import { type Answer, createStatements, type Statements } from "./postgres-statements.ts";
import * as schema from "./schema/index.ts";
import { type Company, createSideBySideWriter, type SideBySideEngine, type Transaction } from "./side-by-side.ts";
import type { Tx } from "./types.ts";
import type { WriterOptions } from "./writer.ts";

const CONFLICTS = new Set(["40001", "40P01"]); // serialization_failure, deadlock_detected
const UNIQUE_VIOLATION = "23505";
const LOCK_NOT_AVAILABLE = "55P03";
const LOCK_WAIT_MS_MAX = 5_000;
/** How many writes of a process run at once. */
const WRITERS_MAX = 6;
/** Timeout for a connection and for each answer, longer than the one for the lock: a server that is silent for longer is down. */
const CONNECT_MS_MAX = 5_000;
const ANSWER_MS_MAX = 10_000;

/**
 * The first statement of every write. Those of one company share the lock, and the companies wait for one another in the order in which
 * they came, over all processes. It ends with the transaction, so it also works behind a pooler that gives each transaction another
 * connection (PgBouncer). LOCK TABLE takes no snapshot, unlike a function that waits for a lock: the transaction then reads what the one
 * before it committed. Only migrations write to the table itself.
 */
const lockAs = (mode: string) => `LOCK TABLE matricula_migrations IN ${mode} MODE`;
/** What whoever must be alone with the database sends in a transaction. */
export const TAKE_TURN = lockAs("EXCLUSIVE");
const BEGIN: Record<Company, string> = {
  // Each statement sees what was committed before it, so one that has waited for a row or a key goes on with what that has become.
  guarded: `BEGIN ISOLATION LEVEL READ COMMITTED; ${lockAs("ROW EXCLUSIVE")}`,
  serializable: `BEGIN ISOLATION LEVEL SERIALIZABLE; ${lockAs("SHARE")}`,
  alone: `BEGIN ISOLATION LEVEL SERIALIZABLE; ${TAKE_TURN}`,
};
const LOCK_TIMEOUT = `SET LOCAL lock_timeout = ${LOCK_WAIT_MS_MAX}`;
const RELAXED = "SET LOCAL synchronous_commit = off";

/** The time for the lock is set before it is waited for. */
function beginText({ durable, company }: { durable: boolean; company: Company }): string {
  const [begin = "", ...rest] = BEGIN[company].split("; ");
  return [begin, LOCK_TIMEOUT, ...(durable ? [] : [RELAXED]), ...rest].join("; ");
}

/** The writers of a process, with the connections that they write on. */
export function openPostgresWriter(url: string, { writersMax = WRITERS_MAX }: WriterOptions) {
  const pool = openPool(url, {
    // One more for the sealer.
    max: writersMax + 1,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
    pipeline: true,
  } as pg.PoolConfig);
  // An idle connection that the server closes must not end the process; the next query opens another.
  pool.on("error", () => {});
  const writer = createSideBySideWriter(postgresWriters(pool), writersMax);
  return {
    ...writer,
    connectionsMax: pool.options.max,
    sealing: openSealing(pool),
    async end() {
      await writer.end();
      await pool.end();
    },
  };
}

function postgresWriters(pool: pg.Pool): SideBySideEngine {
  const known = new WeakMap<pg.PoolClient, { statements: Statements; tx: Tx }>();
  const of = (client: pg.PoolClient) => {
    let found = known.get(client);
    if (!found) {
      // The next query on a broken connection fails anyway; without a listener this event would end the process.
      client.on("error", () => {});
      const statements = createStatements(client);
      const logger = {
        logQuery: (_text: string, values: unknown[]) => (assertInsideWrite(client), hideValues(values)),
      };
      const queries = new QueryClient(statements.query as QueryClient["query"]);
      const tx = drizzle(queries as unknown as pg.PoolClient, { schema, casing: "snake_case" as const, logger });
      // Reader and Tx are what both engines' clients can do, which neither client's own type says.
      found = { statements, tx: tx as unknown as Tx };
      known.set(client, found);
    }
    return found;
  };
  return {
    async begin(options) {
      const client = await pool.connect();
      const { statements, tx } = of(client);
      return transactionOn(client, statements, tx, beginText(options));
    },
    isConflict(error, company) {
      const code = engineCode(error) ?? "";
      // A row that another write has just added: alone, the verb finds it where it looks.
      return CONFLICTS.has(code) || (company !== "alone" && code === UNIQUE_VIOLATION);
    },
  };
}

function transactionOn(client: pg.PoolClient, statements: Statements, tx: Tx, begin: string): Transaction {
  statements.forget();
  const begun = statements.send(begin);
  return {
    tx,
    holder: client,
    begun: begun.then(
      () => {},
      () => {},
    ),
    failure: () => toPolite(statements.failure()),
    async commit() {
      const { command } = await statements.send("COMMIT");
      // A transaction that has failed is ended by COMMIT too, without an error.
      if (command !== "COMMIT") throw new Error("the transaction had failed and was undone");
      client.release();
    },
    async undo() {
      // Closing the connection ends its transaction, whatever state it is in. A new one may find the server well again.
      const isLost = isStorageTrouble(statements.failure());
      client.release(isLost || !(await statements.send("ROLLBACK").then(isAnswerTo("ROLLBACK"), () => false)));
    },
  };
}

const isAnswerTo = (command: string) => (answer: Answer) => answer.command === command;

/** A lock that did not come in time: the caller is asked to retry later. */
function toPolite(failure: unknown): unknown {
  if (engineCode(failure) !== LOCK_NOT_AVAILABLE) return failure;
  return new Overloaded("the database stayed locked by another write", { cause: failure });
}

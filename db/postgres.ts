import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import { assertOutsideWrite } from "./guard.ts";
import { hideValues } from "./hidden-values.ts";
import { createLatencies } from "./latencies.ts";
import { openReaders, type QueryClient } from "./postgres-readers.ts";
import { openPostgresWriter } from "./postgres-writer.ts";
import * as schema from "./schema/index.ts";
import type { Database, Reader } from "./types.ts";
import type { WriterOptions } from "./writer.ts";

export type OpenOptions = WriterOptions & {
  /** Where a streaming replica is, which answers what need not be new to the moment. */
  replicaUrl?: string | undefined;
};

/**
 * A PostgreSQL server. Writes run side by side, in this process and in others (db/side-by-side.ts).
 */
export function openPostgres(url: string, { replicaUrl, ...options }: OpenOptions = {}): Database {
  const writer = openPostgresWriter(url, options);
  const times = createLatencies();
  const readers = openReaders(url, { replicaUrl, times, onError: writer.guard.note });
  const { noteWrite } = readers;
  // Reader and Tx are what both engines' clients can do, which neither client's own type says.
  const readerOf = (client: QueryClient) =>
    drizzle(client as unknown as pg.Pool, {
      schema,
      casing: "snake_case",
      logger: { logQuery: (_text, values) => (assertOutsideWrite(), hideValues(values)) },
    }) as unknown as Reader;
  const read = readerOf(readers.client);
  return {
    engine: "postgres",
    read,
    readReplica: readers.replicaClient === readers.client ? read : readerOf(readers.replicaClient),
    replica: readers.view,
    notOlderThanNow: readers.notOlderThanNow,
    fitConnections: (school) => readers.fit({ ...school, others: writer.connectionsMax }),
    write: noteWrite ? noting(writer.write, noteWrite) : writer.write,
    stats: writer.stats,
    readTimes: times.snapshot,
    storage: writer.guard.state,
    sealing: writer.sealing,
    async close() {
      await writer.end();
      await readers.end();
    },
  };
}

/** What may be lost in a power failure nobody looks for afterwards. */
function noting(write: Database["write"], noteWrite: () => Promise<void>): Database["write"] {
  return async (verb, options) => {
    const done = await write(verb, options);
    if (options?.durable !== false) await noteWrite();
    return done;
  };
}

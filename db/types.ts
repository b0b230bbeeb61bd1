import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Latencies } from "./latencies.ts";
import type * as schema from "./schema/index.ts";
import type { StorageState } from "./storage-guard.ts";

type Full = BaseSQLiteDatabase<"async", unknown, typeof schema, ExtractTablesWithRelations<typeof schema>>;

export type Reader = Pick<Full, "select" | "selectDistinct" | "with" | "$with" | "$count">;

/** Only what both engines have: no get/all/run, no nested transaction. */
export type Tx = Reader & Pick<Full, "insert" | "update" | "delete">;

export type WriteOptions = {
  /** false only for writes that may be lost in a power failure (page views, last-seen); true for money, seats, audit and revocation. */
  durable?: boolean;
  /** Called with the timings of the write before it is answered; must not throw. Without it nothing is timed. */
  onCommit?: (took: CommitTimes) => void;
};

/** What one write waited for. `batch`: how many writes shared the commit. */
export type CommitTimes = { queueWaitMs: number; lockWaitMs: number; commitMs: number; batch: number };

/** What the writer has seen since the process started. Times in milliseconds. */
export type WriterStats = {
  queued: number;
  writes: number;
  commits: number;
  refusedForLoad: number;
  lockWaitMsTotal: number;
  lockWaitMsMax: number;
  commitMsTotal: number;
  commitMsMax: number;
  /** How long the first of each batch waited for it to begin; how long each batch waited for the lock; how long each commit took. */
  queueWait: Latencies;
  lockWait: Latencies;
  commit: Latencies;
};

export type Database = {
  engine: "sqlite" | "postgres";
  read: Reader;
  write<T>(fn: (tx: Tx) => Promise<T>, options?: WriteOptions): Promise<T>;
  stats(): WriterStats;
  /** How long statements outside of writes took; on SQLite one in sixteen is timed. */
  readTimes(): Latencies;
  /** Whether it can be written, as far as this process knows, and if not, why. Costs nothing to ask. */
  storage(): StorageState;
  close(): Promise<void>;
};

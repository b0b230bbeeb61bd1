import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { BaseSQLiteDatabase } from "drizzle-orm/sqlite-core";
import type { Chain } from "./chains.ts";
import type { ConnectionPlan, School } from "./connection-plan.ts";
import type { Latencies } from "./latencies.ts";
import type { ReplicaView } from "./replica.ts";
import type * as schema from "./schema/index.ts";
import type { StorageState } from "./storage-guard.ts";

type Full = BaseSQLiteDatabase<"async", unknown, typeof schema, ExtractTablesWithRelations<typeof schema>>;

export type Reader = Pick<Full, "select" | "selectDistinct" | "with" | "$with" | "$count">;

/** Only what both engines have: no get/all/run, no nested transaction. */
export type Tx = Reader & Pick<Full, "insert" | "update" | "delete">;

/**
 * The statements by which a write takes what it is about, before it reads anything. Who gives them says: whatever else this write
 * decides by is guarded by conditional updates and unique indexes, so it may run beside others that say the same
 * (docs/decisions/writes-side-by-side.md).
 */
export type Beside = (tx: Tx) => readonly PromiseLike<unknown>[];

export type WriteOptions = {
  /** false only for writes that may be lost in a power failure (page views, last-seen); true for money, seats, audit and revocation. */
  durable?: boolean;
  /** PostgreSQL: that it may run beside others that say so too, and what it takes for it first. Without it the write is serializable. */
  beside?: Beside;
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
  /** Writes that ran again: on PostgreSQL because of one beside them, on SQLite batches of which one was undone. */
  retries: number;
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

/** One statement on a bare connection. */
export type Ask = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;

/** For rows that are sealed after their commit (db/chains.ts). */
export type Sealing = {
  /**
   * Up to which number each chain is decided: whoever has drawn one of these has committed or is undone. Waits for those who still
   * write, for no longer than a write may take; undefined when somebody takes longer.
   */
  untilDecided(): Promise<Record<Chain, number> | undefined>;
  /** A transaction of the only sealer of all processes; undefined when there is another one just now. */
  alone<T>(fn: (ask: Ask) => Promise<T>): Promise<T | undefined>;
};

export type Database = {
  engine: "sqlite" | "postgres";
  /** What is committed, to the moment. */
  read: Reader;
  /** The same, and from the replica where there is one, as far as the request that asks may see what it has (read-scope.ts). */
  readReplica: Reader;
  /** None where there is none. */
  replica(): ReplicaView | undefined;
  /** From now on this request reads nothing older than what is committed now; `isSeen`: nor do the next ones of whoever asks. */
  notOlderThanNow(options?: { isSeen?: boolean }): Promise<void>;
  /** Divides the server's connections among the processes of the school; none where there is no server. */
  fitConnections(school: Omit<School, "others">): Promise<ConnectionPlan | undefined>;
  write<T>(fn: (tx: Tx) => Promise<T>, options?: WriteOptions): Promise<T>;
  stats(): WriterStats;
  /** How long statements outside of writes took; on SQLite one in sixteen is timed. */
  readTimes(): Latencies;
  /** Whether it can be written, as far as this process knows, and if not, why. Costs nothing to ask. */
  storage(): StorageState;
  /** Only on the engine that seals rows after their commit. */
  sealing?: Sealing;
  close(): Promise<void>;
};

import { CannotSave, isStorageTrouble, Overloaded } from "./errors.ts";
import { assertOutsideWrite, guarded } from "./guard.ts";
import { createLatencies } from "./latencies.ts";
import type { Tx, WriteOptions, WriterStats } from "./types.ts";

/** How many queued writes share one commit. Bounds how long the first of them waits for the last. */
const BATCH_MAX = 64;
/** How many writes may wait; beyond it the caller is told at once to come back later. */
const QUEUE_MAX = 5_000;
/** How long one write may take inside the transaction. */
const JOB_MS_MAX = 5_000;
/** How often a whole batch is tried again when the engine says that it lost a race (PostgreSQL only). */
const ATTEMPTS_MAX = 5;

/** What an engine does for the writer. `begin` waits for its turn among processes, from the event loop. */
export type WriterEngine = {
  begin(options: { durable: boolean }): Promise<Tx>;
  savepoint(): void | Promise<void>;
  rollbackToSavepoint(): void | Promise<void>;
  releaseSavepoint(): void | Promise<void>;
  commit(): void | Promise<void>;
  /** Leaves the transaction, whatever state it is in, and never throws. */
  abandon(): void | Promise<void>;
  isRetryable(error: unknown): boolean;
};

type Job = {
  run(tx: Tx): Promise<void>;
  durable: boolean;
  settle(commitError?: unknown): void;
};

export type WriterOptions = {
  /** How many writes may share one commit; one each is for measuring what sharing is worth. */
  batchMax?: number;
};

/**
 * The one writer of a process. Writes that wait together share one transaction, each in a savepoint of its own, so that
 * a write that fails undoes only itself; each is answered after the commit, never before.
 */
export function createWriter(engine: WriterEngine, { batchMax = BATCH_MAX }: WriterOptions = {}) {
  const queue: Job[] = [];
  const stats = emptyStats();
  const times = emptyTimes();
  /** Since when the first of those that wait has waited; what a batch leaves over counts from there too. */
  let waitingSince = 0;
  let draining: Promise<void> | undefined;

  async function drain() {
    // Let everything that arrived in this turn of the event loop join the first batch.
    await new Promise((next) => setImmediate(next));
    while (queue.length > 0) {
      times.queueWait.record(performance.now() - waitingSince);
      await commitTogether(engine, { stats, times }, queue.splice(0, batchMax));
    }
    draining = undefined;
  }

  function write<T>(fn: (tx: Tx) => Promise<T>, { durable = true }: WriteOptions = {}): Promise<T> {
    assertOutsideWrite();
    if (queue.length >= QUEUE_MAX) {
      stats.refusedForLoad += 1;
      return Promise.reject(new Overloaded("too many writes are waiting"));
    }
    if (queue.length === 0) waitingSince = performance.now();
    return new Promise<T>((resolve, reject) => {
      queue.push(jobOf(engine, fn, durable, { resolve, reject }));
      draining ??= drain();
    });
  }

  return {
    write,
    stats: (): WriterStats => ({
      ...stats,
      queued: queue.length,
      queueWait: times.queueWait.snapshot(),
      lockWait: times.lockWait.snapshot(),
      commit: times.commit.snapshot(),
    }),
    idle: async () => {
      while (draining) await draining;
    },
  };
}

type Counts = Omit<WriterStats, "queueWait" | "lockWait" | "commit">;
type Times = ReturnType<typeof emptyTimes>;
type Watched = { stats: Counts; times: Times };

const emptyTimes = () => ({ queueWait: createLatencies(), lockWait: createLatencies(), commit: createLatencies() });

function emptyStats(): Counts {
  return {
    queued: 0,
    writes: 0,
    commits: 0,
    refusedForLoad: 0,
    lockWaitMsTotal: 0,
    lockWaitMsMax: 0,
    commitMsTotal: 0,
    commitMsMax: 0,
  };
}

/** One write as a job in its own savepoint. What it came to is told only when its commit has ended. */
function jobOf<T>(
  engine: WriterEngine,
  fn: (tx: Tx) => Promise<T>,
  durable: boolean,
  caller: { resolve: (result: T) => void; reject: (error: unknown) => void },
): Job {
  let answer = () => {};
  return {
    durable,
    async run(tx) {
      await engine.savepoint();
      try {
        const result = await guarded(() => fn(tx), JOB_MS_MAX);
        answer = () => caller.resolve(result);
      } catch (error) {
        // A lost race undoes the whole batch, which runs again. A disk that is full or fails ends the batch: SQLite
        // may have left the transaction by itself. Anything else undoes this write alone.
        if (engine.isRetryable(error) || isStorageTrouble(error)) throw error;
        await engine.rollbackToSavepoint();
        answer = () => caller.reject(error);
      }
      await engine.releaseSavepoint();
    },
    settle: (commitError) => (commitError === undefined ? answer() : caller.reject(commitError)),
  };
}

async function commitTogether(engine: WriterEngine, watched: Watched, batch: Job[]): Promise<void> {
  let failure: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    failure = await tryBatch(engine, watched, batch);
    if (failure === undefined || !engine.isRetryable(failure)) break;
  }
  for (const job of batch) job.settle(failure);
}

/** Gives what went wrong; nothing is written then. */
async function tryBatch(engine: WriterEngine, { stats, times }: Watched, batch: Job[]): Promise<unknown> {
  try {
    const asked = performance.now();
    const tx = await engine.begin({ durable: batch.some((job) => job.durable) });
    const waitedMs = performance.now() - asked;
    times.lockWait.record(waitedMs);
    stats.lockWaitMsTotal += waitedMs;
    stats.lockWaitMsMax = Math.max(stats.lockWaitMsMax, waitedMs);
    for (const job of batch) await job.run(tx);
    const ready = performance.now();
    await engine.commit();
    const commitMs = performance.now() - ready;
    times.commit.record(commitMs);
    stats.commitMsTotal += commitMs;
    stats.commitMsMax = Math.max(stats.commitMsMax, commitMs);
    stats.commits += 1;
    stats.writes += batch.length;
    return undefined;
  } catch (error) {
    await engine.abandon();
    if (isStorageTrouble(error)) return new CannotSave("the database cannot be written", { cause: error });
    return error ?? new Error("the write failed without saying why");
  }
}

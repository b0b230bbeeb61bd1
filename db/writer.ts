import { Overloaded } from "./errors.ts";
import { assertOutsideWrite, guarded } from "./guard.ts";
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

/**
 * The one writer of a process. Writes that wait together share one transaction, each in a savepoint of its own, so that
 * a write that fails undoes only itself; each is answered after the commit, never before.
 */
export function createWriter(engine: WriterEngine) {
  const queue: Job[] = [];
  const stats: WriterStats = {
    queued: 0,
    writes: 0,
    commits: 0,
    refusedForLoad: 0,
    lockWaitMsTotal: 0,
    lockWaitMsMax: 0,
    commitMsTotal: 0,
    commitMsMax: 0,
  };
  let draining: Promise<void> | undefined;

  async function drain() {
    // Let everything that arrived in this turn of the event loop join the first batch.
    await new Promise((next) => setImmediate(next));
    while (queue.length > 0) await commitTogether(queue.splice(0, BATCH_MAX));
    draining = undefined;
  }

  async function commitTogether(batch: Job[]) {
    let failure: unknown;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      failure = await tryBatch(batch);
      if (failure === undefined || !engine.isRetryable(failure)) break;
    }
    for (const job of batch) job.settle(failure);
  }

  async function tryBatch(batch: Job[]): Promise<unknown> {
    try {
      const asked = performance.now();
      const tx = await engine.begin({ durable: batch.some((job) => job.durable) });
      const waitedMs = performance.now() - asked;
      stats.lockWaitMsTotal += waitedMs;
      stats.lockWaitMsMax = Math.max(stats.lockWaitMsMax, waitedMs);
      for (const job of batch) await job.run(tx);
      const ready = performance.now();
      await engine.commit();
      const commitMs = performance.now() - ready;
      stats.commitMsTotal += commitMs;
      stats.commitMsMax = Math.max(stats.commitMsMax, commitMs);
      stats.commits += 1;
      stats.writes += batch.length;
      return undefined;
    } catch (error) {
      await engine.abandon();
      return error ?? new Error("the write failed without saying why");
    }
  }

  function write<T>(fn: (tx: Tx) => Promise<T>, { durable = true }: WriteOptions = {}): Promise<T> {
    assertOutsideWrite();
    if (queue.length >= QUEUE_MAX) {
      stats.refusedForLoad += 1;
      return Promise.reject(new Overloaded("too many writes are waiting"));
    }
    return new Promise<T>((resolve, reject) => {
      let answer = () => {};
      queue.push({
        durable,
        async run(tx) {
          await engine.savepoint();
          try {
            const result = await guarded(() => fn(tx), JOB_MS_MAX);
            answer = () => resolve(result);
          } catch (error) {
            // A lost race undoes the whole batch, which runs again; anything else undoes this write alone.
            if (engine.isRetryable(error)) throw error;
            await engine.rollbackToSavepoint();
            answer = () => reject(error);
          }
          await engine.releaseSavepoint();
        },
        settle: (commitError) => (commitError === undefined ? answer() : reject(commitError)),
      });
      draining ??= drain();
    });
  }

  return {
    write,
    stats: (): WriterStats => ({ ...stats, queued: queue.length }),
    idle: async () => {
      while (draining) await draining;
    },
  };
}

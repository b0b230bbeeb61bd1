import { CannotSave, isCannotSave, isStorageTrouble, Overloaded } from "./errors.ts";
import { gatherWrites } from "./gather-writes.ts";
import { assertOutsideWrite, guarded } from "./guard.ts";
import { createStorageGuard, type StorageGuard } from "./storage-guard.ts";
import type { Tx, WriteOptions } from "./types.ts";
import { writeTrial } from "./write-trial.ts";
import { createWriterWatch, type WriterWatch } from "./writer-stats.ts";

/** How many queued writes share one commit. Bounds how long the first of them waits for the last. */
const BATCH_MAX = 64;
/** How long consecutive batches may run before other work of the event loop gets its turn. */
const TURN_MS_MAX = 10;
/** The longest queue; beyond it the caller is asked at once to retry later. */
export const QUEUE_MAX = 5_000;
/** How long one write may take inside the transaction. */
export const JOB_MS_MAX = 5_000;

/** What SQLite does for the writer. `begin` waits for its turn among processes, from the event loop. */
export type WriterEngine = {
  begin(options: { durable: boolean }): Promise<Tx>;
  /**
   * How many changes were made on the writer's connection so far: with it batches need no savepoints, which cost as much as a tenth
   * of a write; see `tryBoth`.
   */
  changes(): number;
  savepoint(): void | Promise<void>;
  rollbackToSavepoint(): void | Promise<void>;
  releaseSavepoint(): void | Promise<void>;
  commit(): void | Promise<void>;
  /** Rolls the transaction back, whatever its state; never throws. */
  abandon(): void | Promise<void>;
  /** Called before a trial write. Throws when it could not succeed. */
  beforeTrial?(): void;
  /** After how many storage failures in a row writes are refused without trying. */
  storageFailuresMax: number;
};

type Job = {
  /** `apart`: in its own savepoint, so that it can be rolled back without the rest of its batch. */
  run(tx: Tx, apart: boolean): Promise<void>;
  durable: boolean;
  settle(commitError?: unknown): void;
  /** The caller's options, and when the write was queued. */
  watched?: { since: number; onCommit: NonNullable<WriteOptions["onCommit"]> };
};

export type WriterOptions = {
  /** SQLite: how many writes may share one commit; 1 only for measuring what sharing saves. */
  batchMax?: number;
  /** PostgreSQL: how many writes may run at once; 1 only for measuring what that saves. */
  writersMax?: number;
};

/** A write of a batch without savepoints failed after it had changed something, so that all of them must be undone. */
class Spoilt extends Error {}

/**
 * The one writer of a process. Writes that wait together share one transaction, and a write that fails undoes only itself;
 * each is answered after the commit, never before.
 */
export function createWriter(engine: WriterEngine, { batchMax = BATCH_MAX }: WriterOptions = {}) {
  const queue: Job[] = [];
  const between: (() => Promise<void>)[] = [];
  const watch = createWriterWatch();
  const guard = createStorageGuard({
    failuresMax: engine.storageFailuresMax,
    tryWriting: () => alone(() => tryWriting(engine, watch)),
  });
  /** When the oldest waiting write was queued. */
  let waitingSince = 0;
  let draining: Promise<void> | undefined;

  async function drain() {
    let turnBegan = Number.NEGATIVE_INFINITY;
    for (;;) {
      // At first, so that everything that arrived in this turn of the event loop joins the first batch; later, because whoever
      // writes in a loop (a job, an import) brings the next write before this one's turn has ended, and nothing else would have any.
      if (performance.now() - turnBegan > TURN_MS_MAX) {
        await new Promise((next) => setImmediate(next));
        turnBegan = performance.now();
      }
      const task = between.shift();
      if (task) await task();
      else if (queue.length === 0) break;
      else {
        await gatherWrites({ count: () => queue.length, most: batchMax, commitMs: watch.lastCommitMs() });
        watch.waitedInQueue(performance.now() - waitingSince);
        await commitTogether({ engine, guard, watch, join }, queue.splice(0, batchMax));
      }
    }
    draining = undefined;
  }

  /** What was queued while another process had the database joins the batch, if the commit is what it wants. */
  function join(batch: Job[]) {
    if (batch.some(({ durable }) => durable)) batch.push(...queue.splice(0, batchMax - batch.length));
  }

  function write<T>(fn: (tx: Tx) => Promise<T>, { durable = true, onCommit }: WriteOptions = {}): Promise<T> {
    assertOutsideWrite();
    const refused = guard.refusal();
    if (refused) return Promise.reject(refused);
    if (queue.length >= QUEUE_MAX) {
      watch.counts.refusedForLoad += 1;
      return Promise.reject(new Overloaded("too many writes are waiting"));
    }
    if (queue.length === 0) waitingSince = performance.now();
    return new Promise<T>((resolve, reject) => {
      const job = jobOf(engine, fn, durable, { resolve, reject });
      if (onCommit) job.watched = { since: performance.now(), onCommit };
      queue.push(job);
      draining ??= drain();
    });
  }

  /** Runs `fn` while no transaction is open, before the writes that wait. */
  function alone<T>(fn: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      between.push(() => Promise.resolve().then(fn).then(resolve, reject));
      draining ??= drain();
    });
  }

  return {
    write,
    alone,
    guard,
    stats: () => watch.stats(queue.length),
    /** Waits for the running writes, and stops trial writes. */
    async end() {
      guard.stop();
      while (draining) await draining;
    },
  };
}

/** One write as a job, answered only after its commit. */
function jobOf<T>(
  engine: WriterEngine,
  fn: (tx: Tx) => Promise<T>,
  durable: boolean,
  caller: { resolve: (result: T) => void; reject: (error: unknown) => void },
): Job {
  let answer = () => {};
  return {
    durable,
    async run(tx, apart) {
      if (apart) await engine.savepoint();
      const before = engine.changes();
      try {
        const result = await guarded(() => fn(tx), JOB_MS_MAX);
        answer = () => caller.resolve(result);
      } catch (error) {
        // A disk that is full or fails ends the batch: SQLite may have left the transaction by itself. Anything else undoes this
        // write alone.
        if (isStorageTrouble(error)) throw error;
        if (apart) await engine.rollbackToSavepoint();
        else if (engine.changes() !== before) throw new Spoilt("", { cause: error });
        answer = () => caller.reject(error);
      }
      if (apart) await engine.releaseSavepoint();
    },
    settle: (commitError) => (commitError === undefined ? answer() : caller.reject(commitError)),
  };
}

type Means = {
  engine: WriterEngine;
  watch: WriterWatch;
  /** Adds writes that wait to a batch whose transaction has begun. */
  join?: (batch: Job[]) => void;
};

async function commitTogether({ guard, ...means }: Means & { guard: StorageGuard }, batch: Job[]): Promise<void> {
  // Writes that were queued while the disk was found full are refused without trying.
  const failure = guard.refusal() ?? (await guard.run(() => tryBoth(means, batch)).catch((error: unknown) => error));
  for (const job of batch) job.settle(failure);
}

/**
 * Gives what went wrong, and throws when that is the storage. Few writes fail, and most of those before they have changed anything, so
 * a batch first runs without savepoints. When one of it must be undone, all are, and run again each in its own; one that ran alone has
 * failed and need not run again.
 */
async function tryBoth(means: Means, batch: Job[]): Promise<unknown> {
  let failure = await tryBatch(means, batch, false);
  if (failure instanceof Spoilt) {
    if (batch.length === 1) return failure.cause;
    means.watch.counts.retries += 1;
    failure = await tryBatch(means, batch, true);
  }
  if (isCannotSave(failure)) throw failure;
  return failure;
}

async function tryWriting(engine: WriterEngine, watch: WriterWatch): Promise<void> {
  engine.beforeTrial?.();
  let failure: unknown;
  const trial = jobOf(engine, writeTrial, true, { resolve: () => {}, reject: (error) => void (failure = error) });
  trial.settle(await tryBoth({ engine, watch }, [trial]));
  if (failure !== undefined) throw failure;
}

/** Gives what went wrong; nothing is written then. */
async function tryBatch({ engine, watch, join }: Means, batch: Job[], apart: boolean): Promise<unknown> {
  try {
    const asked = performance.now();
    const tx = await engine.begin({ durable: batch.some((job) => job.durable) });
    const waitedMs = performance.now() - asked;
    watch.waitedForLock(waitedMs);
    join?.(batch);
    for (const job of batch) await job.run(tx, apart);
    const ready = performance.now();
    await engine.commit();
    const commitMs = performance.now() - ready;
    watch.committed(batch.length, commitMs);
    for (const { watched } of batch) {
      watched?.onCommit({
        // Negative for one that joined while the lock was waited for.
        queueWaitMs: Math.max(0, asked - watched.since),
        lockWaitMs: waitedMs,
        commitMs,
        batch: batch.length,
      });
    }
    return undefined;
  } catch (error) {
    await engine.abandon();
    if (isStorageTrouble(error)) return new CannotSave("the database cannot be written", { cause: error });
    return error ?? new Error("the write failed without saying why");
  }
}

import { sql } from "drizzle-orm";
import { CannotSave, isCannotSave, isStorageTrouble, Overloaded } from "./errors.ts";
import { assertOutsideWrite, guarded } from "./guard.ts";
import { createLatencies } from "./latencies.ts";
import { counters } from "./schema/index.ts";
import { createStorageGuard, type StorageGuard } from "./storage-guard.ts";
import type { Tx, WriteOptions, WriterStats } from "./types.ts";

/** How many queued writes share one commit. Bounds how long the first of them waits for the last. */
const BATCH_MAX = 64;
/** How long consecutive batches may run before other work of the event loop gets its turn. */
const TURN_MS_MAX = 10;
/** The longest queue; beyond it the caller is asked at once to retry later. */
const QUEUE_MAX = 5_000;
/** How long one write may take inside the transaction. */
const JOB_MS_MAX = 5_000;
/** How often a batch is retried after a serialization failure (PostgreSQL only). */
const ATTEMPTS_MAX = 5;

/** What an engine does for the writer. `begin` waits for its turn among processes, from the event loop. */
export type WriterEngine = {
  begin(options: { durable: boolean }): Promise<Tx>;
  /**
   * How many changes were made on the writer's connection so far. An engine that counts them gets batches without savepoints,
   * which cost it as much as a tenth of a write; see `tryRepeatedly`.
   */
  changes?(): number;
  savepoint(): void | Promise<void>;
  rollbackToSavepoint(): void | Promise<void>;
  releaseSavepoint(): void | Promise<void>;
  commit(): void | Promise<void>;
  /** Rolls the transaction back, whatever its state; never throws. */
  abandon(): void | Promise<void>;
  isRetryable(error: unknown): boolean;
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
  /** How many writes may share one commit; 1 only for measuring what sharing saves. */
  batchMax?: number;
};

/** The trial write: updates a number in its own row. */
const TRIAL = "storage-trial";

/** A write of a batch without savepoints failed after it had changed something, so that all of them must be undone. */
class Spoilt extends Error {}

/**
 * The one writer of a process. Writes that wait together share one transaction, and a write that fails undoes only itself;
 * each is answered after the commit, never before.
 */
export function createWriter(engine: WriterEngine, { batchMax = BATCH_MAX }: WriterOptions = {}) {
  const queue: Job[] = [];
  const between: (() => Promise<void>)[] = [];
  const watched = { stats: emptyStats(), times: emptyTimes() };
  const { stats, times } = watched;
  const guard = createStorageGuard({
    failuresMax: engine.storageFailuresMax,
    tryWriting: () => alone(() => tryWriting(engine, watched)),
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
        times.queueWait.record(performance.now() - waitingSince);
        await commitTogether({ engine, guard, watched }, queue.splice(0, batchMax));
      }
    }
    draining = undefined;
  }

  function write<T>(fn: (tx: Tx) => Promise<T>, { durable = true, onCommit }: WriteOptions = {}): Promise<T> {
    assertOutsideWrite();
    const refused = guard.refusal();
    if (refused) return Promise.reject(refused);
    if (queue.length >= QUEUE_MAX) {
      stats.refusedForLoad += 1;
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
    stats: (): WriterStats => ({
      ...stats,
      queued: queue.length,
      queueWait: times.queueWait.snapshot(),
      lockWait: times.lockWait.snapshot(),
      commit: times.commit.snapshot(),
    }),
    /** Waits for the running writes, and stops trial writes. */
    async end() {
      guard.stop();
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
      const before = engine.changes?.();
      try {
        const result = await guarded(() => fn(tx), JOB_MS_MAX);
        answer = () => caller.resolve(result);
      } catch (error) {
        // A serialization failure undoes the whole batch, which runs again. A disk that is full or fails ends the batch: SQLite
        // may have left the transaction by itself. Anything else undoes this write alone.
        if (engine.isRetryable(error) || isStorageTrouble(error)) throw error;
        if (apart) await engine.rollbackToSavepoint();
        else if (engine.changes?.() !== before) throw new Spoilt("", { cause: error });
        answer = () => caller.reject(error);
      }
      if (apart) await engine.releaseSavepoint();
    },
    settle: (commitError) => (commitError === undefined ? answer() : caller.reject(commitError)),
  };
}

type Means = { engine: WriterEngine; guard: StorageGuard; watched: Watched };

async function commitTogether({ engine, guard, watched }: Means, batch: Job[]): Promise<void> {
  // Writes that were queued while the disk was found full are refused without trying.
  const failure =
    guard.refusal() ?? (await guard.run(() => tryRepeatedly(engine, watched, batch)).catch((error: unknown) => error));
  for (const job of batch) job.settle(failure);
}

/**
 * Gives what went wrong, and throws when that is the storage. Few writes fail, and most of those before they have changed
 * anything, so a batch first runs without savepoints where the engine counts changes. When one of it must be undone, all are,
 * and run again each in its own; one that ran alone has failed and need not run again.
 */
async function tryRepeatedly(engine: WriterEngine, watched: Watched, batch: Job[]): Promise<unknown> {
  let apart = engine.changes === undefined;
  let failure: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    failure = await tryBatch(engine, watched, batch, apart);
    if (failure instanceof Spoilt) {
      if (batch.length === 1) return failure.cause;
      apart = true;
    } else if (failure === undefined || !engine.isRetryable(failure)) break;
  }
  if (isCannotSave(failure)) throw failure;
  return failure;
}

/** A trial write: small and durable; its success means that others will succeed. */
async function tryWriting(engine: WriterEngine, watched: Watched): Promise<void> {
  engine.beforeTrial?.();
  let failure: unknown;
  const step = async (tx: Tx) => {
    const again = { target: counters.name, set: { value: sql`${counters.value} + 1` } };
    await tx.insert(counters).values({ name: TRIAL, value: 1 }).onConflictDoUpdate(again);
  };
  const trial = jobOf(engine, step, true, { resolve: () => {}, reject: (error) => void (failure = error) });
  trial.settle(await tryRepeatedly(engine, watched, [trial]));
  if (failure !== undefined) throw failure;
}

/** Gives what went wrong; nothing is written then. */
async function tryBatch(
  engine: WriterEngine,
  { stats, times }: Watched,
  batch: Job[],
  apart: boolean,
): Promise<unknown> {
  try {
    const asked = performance.now();
    const tx = await engine.begin({ durable: batch.some((job) => job.durable) });
    const waitedMs = performance.now() - asked;
    times.lockWait.record(waitedMs);
    stats.lockWaitMsTotal += waitedMs;
    stats.lockWaitMsMax = Math.max(stats.lockWaitMsMax, waitedMs);
    for (const job of batch) await job.run(tx, apart);
    const ready = performance.now();
    await engine.commit();
    const commitMs = performance.now() - ready;
    times.commit.record(commitMs);
    stats.commitMsTotal += commitMs;
    stats.commitMsMax = Math.max(stats.commitMsMax, commitMs);
    stats.commits += 1;
    stats.writes += batch.length;
    for (const { watched } of batch) {
      watched?.onCommit({
        queueWaitMs: asked - watched.since,
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

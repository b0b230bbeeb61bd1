import { AsyncLocalStorage } from "node:async_hooks";
import { CannotSave, isStorageTrouble, Overloaded } from "./errors.ts";
import { assertOutsideWrite, guarded } from "./guard.ts";
import { createStorageGuard, type StorageGuard } from "./storage-guard.ts";
import type { Tx, WriteOptions } from "./types.ts";
import { writeTrial } from "./write-trial.ts";
import { createWriterWatch, type WriterWatch } from "./writer-stats.ts";
import { JOB_MS_MAX, QUEUE_MAX } from "./writer.ts";

/**
 * How often a write runs at most. The second time it runs alone, and then only somebody who writes without the lock can be in its
 * way.
 */
const ATTEMPTS_MAX = 4;

/** One transaction on a connection of its own. */
export type Transaction = {
  tx: Tx;
  /** What the connection is to the guard. */
  holder: unknown;
  /** Settled as soon as it has its lock. */
  begun: Promise<void>;
  /** The first statement that failed, if one has. */
  failure(): unknown;
  /** Waits for whatever was sent. Throws when anything of it failed. */
  commit(): Promise<void>;
  /** Undoes it; never throws. */
  undo(): Promise<void>;
};

/**
 * Whom a write runs beside, in all processes: `guarded`, others that guard what they decide by; `serializable`, others whose reads the
 * database watches; `alone`, nobody.
 */
export type Company = "guarded" | "serializable" | "alone";

/** What PostgreSQL does for its writers. */
export type SideBySideEngine = {
  begin(options: { durable: boolean; company: Company }): Promise<Transaction>;
  /** Whether a write failed because of another one beside it, so that it may well succeed when it is run alone. */
  isConflict(error: unknown, company: Company): boolean;
};

type Job = { since: number; run(): Promise<void> };

/**
 * The writers of a process, on an engine that lets them run side by side. Each write has a transaction of its own. One that another
 * one comes in the way of is undone and runs again, alone, so that what is wanted by many at once is had one after another, in order.
 * Whoever comes while all are busy waits in a queue, in order as well.
 */
export function createSideBySideWriter(engine: SideBySideEngine, writersMax: number) {
  const queue: Job[] = [];
  const watch = createWriterWatch();
  let running = 0;
  let whenIdle: (() => void)[] = [];
  const guard = createStorageGuard({
    // A lost connection does not mean that the server is down: a new one is tried before anybody is refused.
    failuresMax: 2,
    tryWriting: () => writeOnce(writeTrial, {}, performance.now()),
  });
  const counted = countFailures(guard);

  function next() {
    while (running < writersMax) {
      const job = queue.shift();
      if (!job) break;
      running += 1;
      watch.waitedInQueue(performance.now() - job.since);
      void job.run().finally(() => {
        running -= 1;
        next();
      });
    }
    if (running > 0) return;
    for (const wake of whenIdle) wake();
    whenIdle = [];
  }

  async function writeOnce<T>(fn: (tx: Tx) => Promise<T>, options: WriteOptions, since: number): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const company = attempt > 1 ? "alone" : options.beside ? "guarded" : "serializable";
      const tried = await tryOnce({ engine, watch, since, options, company }, fn);
      if ("result" in tried) return tried.result;
      if (attempt === ATTEMPTS_MAX || !engine.isConflict(tried.failure, company)) throw toWriteError(tried.failure);
      watch.counts.retries += 1;
    }
  }

  function write<T>(fn: (tx: Tx) => Promise<T>, options: WriteOptions = {}): Promise<T> {
    assertOutsideWrite();
    const refused = guard.refusal();
    if (refused) return Promise.reject(refused);
    if (queue.length >= QUEUE_MAX) {
      watch.counts.refusedForLoad += 1;
      return Promise.reject(new Overloaded("too many writes are waiting"));
    }
    // A job is begun by the one before it, and yet is its own caller's: of its request, and of its trace.
    const asCaller = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      const since = performance.now();
      // Writes that were queued while the disk was found full are refused without trying.
      const run = () => {
        const found = guard.refusal();
        return found ? Promise.reject<T>(found) : counted(() => writeOnce(fn, options, since));
      };
      queue.push({ since, run: () => asCaller(() => run().then(resolve, reject)) });
      next();
    });
  }

  return {
    write,
    guard,
    stats: () => watch.stats(queue.length),
    /** Waits for the writes, and stops trial writes. */
    async end() {
      guard.stop();
      if (running > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
    },
  };
}

/** Tells the guard how writes went. What several met at once, a server that ended their connections, is one failure. */
function countFailures(guard: StorageGuard) {
  let failedAt = Number.NEGATIVE_INFINITY;
  const noteWell = async () => void (guard.refusal() ?? (await guard.run(async () => {})));
  return async <T>(run: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    try {
      const result = await run();
      await noteWell();
      return result;
    } catch (error) {
      if (!(error instanceof CannotSave)) await noteWell();
      else if (begun >= failedAt && !guard.refusal()) {
        failedAt = performance.now();
        await guard.run(() => Promise.reject(error)).catch(() => {});
      }
      throw error;
    }
  };
}

type Attempt = {
  engine: SideBySideEngine;
  watch: WriterWatch;
  since: number;
  options: WriteOptions;
  company: Company;
};

/** Runs the write in one transaction; gives what it answers once that is committed, or what was in the way. */
async function tryOnce<T>(attempt: Attempt, fn: (tx: Tx) => Promise<T>): Promise<{ result: T } | { failure: unknown }> {
  const { engine, watch, since, company } = attempt;
  const { durable = true, beside, onCommit } = attempt.options;
  const asked = performance.now();
  let transaction: Transaction | undefined;
  let lockWaitMs = 0;
  try {
    transaction = await engine.begin({ durable, company });
    const { tx, holder, begun } = transaction;
    begun.then(
      () => {
        lockWaitMs = performance.now() - asked;
        watch.waitedForLock(lockWaitMs);
      },
      () => {},
    );
    const run = () => {
      // Nobody waits for their answers: whatever is asked later is answered after them, and fails when they have failed.
      if (company === "guarded") for (const taken of beside?.(tx) ?? []) taken.then(undefined, () => {});
      return fn(tx);
    };
    const result = await guarded(run, JOB_MS_MAX, { holder, begun });
    const ready = performance.now();
    await transaction.commit();
    const commitMs = performance.now() - ready;
    watch.committed(1, commitMs);
    onCommit?.({ queueWaitMs: asked - since, lockWaitMs, commitMs, batch: 1 });
    return { result };
  } catch (error) {
    // What the database said comes first: the write may have made something else of it.
    const failure = transaction?.failure() ?? error ?? new Error("the write failed without saying why");
    await transaction?.undo();
    return { failure };
  }
}

function toWriteError(failure: unknown): unknown {
  return isStorageTrouble(failure) ? new CannotSave("the database cannot be written", { cause: failure }) : failure;
}

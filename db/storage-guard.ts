import { type Breaker, openBreaker } from "./breaker.ts";
import { CannotSave, engineMessage, type StorageTrouble, storageTroubleOf } from "./errors.ts";
import { perProcess } from "./per-process.ts";

/** The interval of trial writes while the database cannot be written. */
const TRIAL_EVERY_MS = 2_000;

/** The state of the storage as health reports it. */
export type StorageState = {
  /** `failed` (corruption) lasts until the process ends: only a person can repair it. */
  state: "ok" | "read_only" | "failed";
  /** Undefined when it is ok. */
  trouble?: StorageTrouble | "moved";
  /** What the engine said, for the log and for staff. */
  detail?: string;
};

const guards = perProcess<Set<(detail: string) => void>>("storage-guards", () => new Set());

/** Called when a check has found corruption: stops all writes, as a read or write that meets corruption does. */
export function reportDamage(detail: string): void {
  for (const fail of guards) fail(detail);
}

type GuardOptions = {
  /** How many consecutive writes must fail. A lost connection often recovers at once; a full disk does not. */
  failuresMax: number;
  /** Makes a trial write; throws when it fails. */
  tryWriting(): Promise<void>;
};

export type StorageGuard = ReturnType<typeof createStorageGuard>;

/**
 * Tracks whether the database can be written. While it cannot, writes are refused immediately, and a small trial write every two seconds
 * finds out when it can again.
 */
export function createStorageGuard({ failuresMax, tryWriting }: GuardOptions) {
  let known: StorageState = { state: "ok" };
  /** The files were moved or deleted. No trial is made until they are back. */
  let moved: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const refusal = () => new CannotSave("the database cannot be written", { cause: new Error(known.detail ?? moved) });
  const breaker: Breaker = openBreaker({
    name: "database-writes",
    // A lock that another process holds is no storage failure; it has another error.
    counts: (error) => error instanceof CannotSave,
    failuresMax,
    restMs: 0,
    refusal,
  });

  function fail(detail: string): void {
    if (known.state === "failed") return;
    known = { state: "failed", trouble: "corrupt", detail };
    breaker.hold();
  }
  guards.add(fail);

  /** Classifies an error. Also called for reads, which often are the first to meet corruption. */
  function note(error: unknown): void {
    const trouble = storageTroubleOf(error);
    if (trouble === undefined || known.state === "failed") return;
    const detail = engineMessage(error);
    if (trouble === "corrupt") fail(detail);
    else if (!breaker.isClosed()) known = { state: "read_only", trouble, detail };
  }

  /** Runs a write and counts its outcome. */
  async function run<T>(writes: () => Promise<T>): Promise<T> {
    try {
      const result = await breaker.run(writes);
      // While the state is not ok, only trial writes get here.
      if (known.state === "read_only") known = { state: "ok" };
      return result;
    } catch (error) {
      if (error instanceof CannotSave) {
        note(error);
        tryLater(breaker.isClosed() ? 0 : TRIAL_EVERY_MS);
      }
      throw error;
    }
  }

  function tryLater(ms: number): void {
    if (timer || isStopped || known.state === "failed") return;
    timer = setTimeout(async () => {
      timer = undefined;
      if (moved === undefined) await run(() => trial(breaker, tryWriting)).catch(() => {});
      if (!breaker.isClosed()) tryLater(TRIAL_EVERY_MS);
    }, ms);
    // A process that has nothing else to do may end.
    timer.unref();
  }

  return {
    note,
    run,
    /** The error for a write that is refused immediately; undefined when it may run. Called for every write, so it is cheap. */
    refusal: (): CannotSave | undefined => (breaker.isClosed() && moved === undefined ? undefined : refusal()),
    /** The files were moved or deleted (`where` says which): no write is acknowledged until they are back. */
    block(where: string | undefined): void {
      moved = where;
    },
    state: (): StorageState =>
      moved !== undefined && known.state !== "failed" ? { state: "read_only", trouble: "moved", detail: moved } : known,
    stop(): void {
      isStopped = true;
      guards.delete(fail);
      clearTimeout(timer);
    },
  };
}

/** A small write of our own. While writes are refused, whatever keeps it from being made counts as a failure. */
async function trial(breaker: Breaker, tryWriting: () => Promise<void>): Promise<void> {
  const isOpen = breaker.view().state !== "closed";
  try {
    await tryWriting();
  } catch (error) {
    // A lock timeout does not open the breaker, but does not close an open one either.
    if (!isOpen || error instanceof CannotSave) throw error;
    throw new CannotSave("it could not be tried whether the database can be written", { cause: error });
  }
}

import { type Breaker, openBreaker } from "./breaker.ts";
import { CannotSave, type StorageTrouble, storageTroubleOf } from "./errors.ts";
import { perProcess } from "./per-process.ts";

/** How often it is tried whether the database can be written again. */
const TRIAL_EVERY_MS = 2_000;

/** What stands between the database and what is told to people. */
export type StorageState = {
  /** `failed` ends with the process: only a person mends what is corrupt. */
  state: "ok" | "read_only" | "failed";
  /** Undefined when it is ok. */
  trouble?: StorageTrouble | "moved";
  /** What the engine said, for the log and for staff. */
  detail?: string;
};

const guards = perProcess<Set<(detail: string) => void>>("storage-guards", () => new Set());

/** A check has found the database of this process damaged: nothing is written any more, as if a read or a write had met it. */
export function reportDamage(detail: string): void {
  for (const fail of guards) fail(detail);
}

type GuardOptions = {
  /** How many writes in a row must fail. A connection that is lost is often back at once; a disk that is full is not. */
  failuresMax: number;
  /** Writes something small, and throws when that failed. */
  tryWriting(): Promise<void>;
};

export type StorageGuard = ReturnType<typeof createStorageGuard>;

/**
 * Whether the database can be written, as far as this process knows. While it cannot, a write is refused before it waits for
 * anything, and a small write of our own tries every two seconds whether it can again.
 */
export function createStorageGuard({ failuresMax, tryWriting }: GuardOptions) {
  let known: StorageState = { state: "ok" };
  /** The files are not where they were. Nothing is tried until they are back. */
  let moved: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const refusal = () => new CannotSave("the database cannot be written", { cause: new Error(known.detail ?? moved) });
  const breaker: Breaker = openBreaker({
    name: "database-writes",
    // A lock that somebody keeps is no trouble of the database's: its error is another.
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

  /** What an error says of the storage. Called for those of reads too: what is corrupt is often found by them. */
  function note(error: unknown): void {
    const trouble = storageTroubleOf(error);
    if (trouble === undefined || known.state === "failed") return;
    const detail = detailOf(error);
    if (trouble === "corrupt") fail(detail);
    else if (!breaker.isClosed()) known = { state: "read_only", trouble, detail };
  }

  /** Runs writes and counts how they went. */
  async function run<T>(writes: () => Promise<T>): Promise<T> {
    try {
      const result = await breaker.run(writes);
      // Only a trial gets here while the state is not ok.
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
    /** What a write is told that need not even wait; undefined when it may. On the path of every write. */
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
    // A lock that somebody keeps opens nothing, but where it is open already it proves nothing either.
    if (!isOpen || error instanceof CannotSave) throw error;
    throw new CannotSave("it could not be tried whether the database can be written", { cause: error });
  }
}

/** The innermost cause says it best. */
function detailOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  return at instanceof Error ? at.message : String(at);
}

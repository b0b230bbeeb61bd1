import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";
import type { WalPosition } from "./wal-position.ts";

/** What a request may read from a replica. Outside of a request everything is read from the primary. */
export type ReadScope = {
  /** False for a request that changes something, and once a replica was found too far behind for it. */
  mayLag: boolean;
  /** It reads nothing that is older than this. */
  atLeast: WalPosition;
  /** Told what whoever asks has seen, so that their next request sees no less. */
  onSeen?: (position: WalPosition) => void;
};

/** A replica that is further behind is not read from. What a browser has seen is remembered for longer (app/_http/seen-position.ts). */
export const LAG_MS_MAX = 10_000;

const storage = perProcess("read-scope", () => new AsyncLocalStorage<ReadScope>());

/** From now on the reads of this request, and of what follows from it, keep to `scope`. */
export function enterReadScope(scope: ReadScope): void {
  storage.enterWith(scope);
}

/** Runs `work` as a request with this scope. */
export function withReadScope<T>(scope: ReadScope, work: () => T): T {
  return storage.run(scope, work);
}

export function getReadScope(): ReadScope | undefined {
  return storage.getStore();
}

/** For a request that comes by a link in a mail: what the link is about may be a moment old, and known to nobody's browser. */
export function readFromPrimary(): void {
  const scope = storage.getStore();
  if (scope) scope.mayLag = false;
}

import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";

const storage = perProcess("per-request", () => new AsyncLocalStorage<Map<string, unknown>>());

/** Starts the cache that `perRequest` uses, for this request and its asynchronous continuations. */
export function enterPerRequest(): void {
  storage.enterWith(new Map());
}

/**
 * Caches a read for the length of one request, under a name, for data that many parts of a page need. Outside of a request nothing
 * is cached. Not for reads inside a transaction.
 */
export function perRequest<T>(name: string, ask: () => T): T {
  const kept = storage.getStore();
  if (!kept) return ask();
  if (!kept.has(name)) kept.set(name, ask());
  return kept.get(name) as T;
}

/** Empties the cache, after the request has written something. */
export function forgetPerRequest(): void {
  storage.getStore()?.clear();
}

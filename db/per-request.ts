import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";

const storage = perProcess("per-request", () => new AsyncLocalStorage<Map<string, unknown>>());

/** From now on this request, and what follows from it, asks once for what `perRequest` names. */
export function enterPerRequest(): void {
  storage.enterWith(new Map());
}

/**
 * What many parts of one page ask for, asked once: the first one's answer under this name. Outside of a request everybody asks
 * for themselves. Nothing that was read in a transaction belongs here.
 */
export function perRequest<T>(name: string, ask: () => T): T {
  const kept = storage.getStore();
  if (!kept) return ask();
  if (!kept.has(name)) kept.set(name, ask());
  return kept.get(name) as T;
}

/** The request has written something: what it asked before may be wrong now. */
export function forgetPerRequest(): void {
  storage.getStore()?.clear();
}

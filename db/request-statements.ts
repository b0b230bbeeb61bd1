import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";

/** What the database was asked for one request. */
export type RequestStatements = {
  statements: number;
  ms: number;
  /** Whether whoever asked may see it: colleagues, and whoever develops. */
  isShown: boolean;
  /** What was asked, in order; only while somebody collects it. */
  texts?: string[];
};

const storage = perProcess("request-statements", () => new AsyncLocalStorage<RequestStatements>());

/** From now on the statements of this request are counted, and of what follows from it. */
export function enterRequestStatements(counted: RequestStatements): void {
  storage.enterWith(counted);
}

/** Notes that a statement was run and took so long. Outside of a request nobody counts. */
export function recordStatement(text: string, ms: number): void {
  const counted = storage.getStore();
  if (!counted) return;
  counted.statements += 1;
  counted.ms += ms;
  counted.texts?.push(text);
}

/** The request's own record; undefined outside of one. */
export function getRequestStatements(): RequestStatements | undefined {
  return storage.getStore();
}

/** Lets whoever asks see what their request cost. */
export function showRequestStatements(): void {
  const counted = storage.getStore();
  if (counted) counted.isShown = true;
}

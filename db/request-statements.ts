import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process.ts";

/** The statements of one request. */
export type RequestStatements = {
  statements: number;
  ms: number;
  /** Whether the requester may see them: the team, and developers. */
  isShown: boolean;
  /** Their texts, in order; only while a test collects them. */
  texts?: string[];
};

const storage = perProcess("request-statements", () => new AsyncLocalStorage<RequestStatements>());

/** Counts the statements of this request from now on, including its asynchronous continuations. */
export function enterRequestStatements(counted: RequestStatements): void {
  storage.enterWith(counted);
}

/** Records a statement and its duration. Does nothing outside of a request. */
export function recordStatement(text: string, ms: number): void {
  const counted = storage.getStore();
  if (!counted) return;
  counted.statements += 1;
  counted.ms += ms;
  counted.texts?.push(text);
}

/** The record of the current request; undefined outside of one. */
export function getRequestStatements(): RequestStatements | undefined {
  return storage.getStore();
}

/** Allows the requester to see the statements of their request. */
export function showRequestStatements(): void {
  const counted = storage.getStore();
  if (counted) counted.isShown = true;
}

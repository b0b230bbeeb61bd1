import { HOUR_MS, MINUTE_MS } from "../kernel/clock.ts";

/** How long to wait after each try that failed. A mail server that is down over a weekend is waited for. */
const WAITS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  24 * HOUR_MS,
  24 * HOUR_MS,
] as const;

/** After so many tries a person must look at it. */
export const TRIES_MAX = WAITS_MS.length;

/** How long to wait after the `tries`-th try. */
export function getBackoffMs(tries: number): number {
  return WAITS_MS[Math.min(Math.max(tries, 1), TRIES_MAX) - 1] as number;
}

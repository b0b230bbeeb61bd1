/**
 * What the school promises in seconds, it promises on a machine that has nothing else to do. `npm test` runs beside whatever else
 * there is, and many suites beside each other, so it allows ten times as long: it fails when something does not happen, and not
 * for want of speed. The long run, and `npm run faults`, are for a quiet machine and hold the promise as it was made.
 */
import { isPatient } from "./long-run.ts";

const PATIENCE = 10;

/** How many milliseconds a promise of `ms` is given in this run. */
export const scaleDeadline = (ms: number): number => (isPatient ? PATIENCE * ms : ms);

/** How long nothing may happen where something must. */
const STILL_MS_MAX = 60_000;

const pause = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** Waits until a number has grown by `more`, however long that takes; false when it stands still for a minute. */
export async function growsBy(count: () => number, more: number): Promise<boolean> {
  const wanted = count() + more;
  let last = count();
  for (let movedAt = performance.now(); count() < wanted; await pause(10)) {
    if (count() !== last) [last, movedAt] = [count(), performance.now()];
    if (performance.now() - movedAt > STILL_MS_MAX) return false;
  }
  return true;
}

/** Waits until it is so, looking often; false when it was not within `ms`. */
export async function eventually(isSo: () => boolean | Promise<boolean>, ms: number, betweenMs = 50): Promise<boolean> {
  for (const deadline = performance.now() + ms; ; await pause(betweenMs)) {
    if (await isSo()) return true;
    if (performance.now() > deadline) return false;
  }
}

import { type Failure, simulate } from "./simulate.ts";

/** What is tried at most; a history that still fails after that is short enough to read. */
const TRIES_MAX = 400;

/**
 * A short part of a history that breaks the same rule: ever smaller pieces are left out, from the end, as long as it still does (after
 * Zeller and Hildebrandt's delta debugging, 2002).
 */
export async function shrinkHistory(steps: readonly number[], { rule, step }: Failure): Promise<number[]> {
  // What came after the failure has no part in it.
  let shortest = steps.slice(0, step);
  let tries = 0;
  for (let size = shortest.length >> 1; size >= 1 && tries < TRIES_MAX; size = nextSize(size)) {
    const before = shortest.length;
    for (let end = shortest.length; end > 0 && tries < TRIES_MAX; end -= size) {
      const without = [...shortest.slice(0, Math.max(0, end - size)), ...shortest.slice(end)];
      tries += 1;
      const { failure } = await simulate(without);
      if (failure?.rule === rule) shortest = without.slice(0, failure.step);
    }
    if (size === 1 && shortest.length < before) size = 2;
  }
  return shortest;
}

const nextSize = (size: number) => (size > 3 ? Math.ceil(size / 2) : size - 1);

import { type Failure, simulate } from "./simulate.ts";

/** What is tried at most; a history that still fails after that is short enough to read. */
const TRIES_MAX = 400;

/**
 * The shortest part of a history that breaks the same rule, as far as leaving out finds it: first halves, then ever smaller pieces (delta
 * debugging, Zeller and Hildebrandt 2002).
 */
export async function shrinkHistory(steps: readonly number[], { rule, step }: Failure): Promise<number[]> {
  // What came after the failure has no part in it.
  let shortest = steps.slice(0, step);
  let pieces = 2;
  let tries = 0;
  while (shortest.length >= 2 && tries < TRIES_MAX) {
    const size = Math.ceil(shortest.length / pieces);
    let found: number[] | undefined;
    for (let from = 0; from < shortest.length && !found && tries < TRIES_MAX; from += size) {
      const without = [...shortest.slice(0, from), ...shortest.slice(from + size)];
      tries += 1;
      const { failure } = await simulate(without);
      if (failure?.rule === rule) found = without.slice(0, failure.step);
    }
    if (found) {
      shortest = found;
      pieces = Math.max(2, pieces - 1);
    } else if (size === 1) break;
    else pieces = Math.min(shortest.length, pieces * 2);
  }
  return shortest;
}

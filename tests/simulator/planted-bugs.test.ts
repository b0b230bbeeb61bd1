import { expect, test } from "vitest";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { openWorkers, type Workers } from "./workers.ts";

const STEPS = 500;
const SEEDS = 500;

/** The seed that found it before comes first: another change of the school may have made another history of it. */
async function findSeed(workers: Workers, before: number): Promise<number | undefined> {
  for (const seed of [before, ...Array.from({ length: SEEDS }, (_, n) => n + 1)]) {
    const { failure } = await workers.ask({ seed, steps: STEPS, isShrunk: false });
    if (failure) return seed;
  }
  return undefined;
}

// Where another history has come of a seed, more of them are played.
const MS_MAX = 600_000;

test.each(PLANTED_BUGS)("the simulator finds it when $name", { timeout: MS_MAX }, async ({ name, seed }) => {
  const workers = await openWorkers({ engine: "sqlite", count: 1, planted: name });
  try {
    expect(await findSeed(workers, seed)).toBeLessThanOrEqual(SEEDS);
  } finally {
    await workers.close();
  }
});

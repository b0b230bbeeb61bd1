import { expect, test } from "vitest";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import { openWorkers, type Workers } from "./workers.ts";

const STEPS = 500;
const SEEDS = 500;

const fails = async (workers: Workers, seed: number): Promise<boolean> =>
  (await workers.ask({ seed, steps: STEPS, isShrunk: false })).failure !== undefined;

/**
 * The seed that found it before comes first: another change of the school may have made another history of it. The long run plays
 * what was found without the fault as well: a history that breaks a rule by itself has found something else.
 */
async function findSeed(planted: Workers, sound: Workers | undefined, before: number): Promise<number | undefined> {
  for (const seed of [before, ...Array.from({ length: SEEDS }, (_, n) => n + 1)]) {
    if ((await fails(planted, seed)) && !(sound && (await fails(sound, seed)))) return seed;
  }
  return undefined;
}

// Where another history has come of a seed, more of them are played.
const MS_MAX = 600_000;

/** Each loads the school anew in a process of its own: a run plants every second one, which are eleven, a quick one every twelfth. */
const CHOSEN = PLANTED_BUGS.filter((_, at) => isLong || at % (isQuick ? 12 : 2) === 0);

test.each(CHOSEN)("the simulator finds it when $name", { timeout: MS_MAX }, async ({ name, seed }) => {
  const planted = await openWorkers({ engine: "sqlite", count: 1, planted: name });
  const sound = isLong ? await openWorkers({ engine: "sqlite", count: 1 }) : undefined;
  try {
    expect(await findSeed(planted, sound, seed)).toBeLessThanOrEqual(SEEDS);
  } finally {
    await planted.close();
    await sound?.close();
  }
});

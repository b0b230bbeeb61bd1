/**
 * `npm run simulate -- --seed N [--steps M] [--engine sqlite|postgres] [--told]`   plays one history and prints its figures and the ledger's hash
 * `npm run simulate -- --seeds 1..2000 --steps 500`                               many, two at a time, with a summary
 * `npm run simulate -- --replay FILE`                                             what a failure has left, again
 * `npm run simulate -- --interleavings`                                           two buyers, one seat: every order of what they do (--every 50: each fiftieth;
 *                                                                                 --parts 11..20: of forty parts these, for a machine that has no hour to spare)
 *
 * A failure ends with 1; its history is shrunk, told, and kept in a file for --replay. docs/simulator.md
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { PLANTED_BUGS } from "./planted-bugs.ts";
import type { Answer } from "./worker-messages.ts";
import { openWorkers, type Workers } from "./workers.ts";

const { values: asked } = parseArgs({
  options: {
    seed: { type: "string" },
    seeds: { type: "string" },
    steps: { type: "string", default: "500" },
    engine: { type: "string", default: "sqlite" },
    replay: { type: "string" },
    told: { type: "boolean", default: false },
    plant: { type: "string" },
    interleavings: { type: "boolean", default: false },
    every: { type: "string", default: "1" },
    parts: { type: "string" },
  },
});

/** So many failures are told in full; shrinking takes longer than playing. */
const SHRUNK_MAX = 3;
const STEPS = Number(asked.steps);
const [first = 1, last = first] = (asked.seeds ?? asked.seed ?? "1").split("..").map(Number);
if ((asked.engine !== "sqlite" && asked.engine !== "postgres") || ![STEPS, first, last].every(Number.isSafeInteger)) {
  console.error(
    "npm run simulate -- --seed N | --seeds A..B | --replay FILE [--steps M] [--engine sqlite|postgres] [--told]",
  );
  process.exit(1);
}
const engine = asked.engine;

type Kept = { seed: number; steps: number[]; rule?: string };

const line = (facts: object) => console.log(JSON.stringify(facts));

/** What a failure needs so that somebody can look at it. */
function report(seed: number, { failure, told, history = [] }: Answer): void {
  const file = path.join(tmpdir(), `simulation-${engine}-${seed}.json`);
  writeFileSync(file, JSON.stringify({ seed, steps: history, rule: failure?.rule } satisfies Kept));
  console.log(`Seed ${seed} breaks a rule: ${failure?.rule}\n  ${failure?.object}: ${failure?.detail}`);
  console.log(
    `The shortest history found:\n${told.join("\n")}\nAgain: npm run simulate -- --replay ${file} --engine ${engine}`,
  );
  process.exitCode = 1;
}

async function playOne(workers: Workers, seed: number): Promise<void> {
  const began = performance.now();
  const answer = await workers.ask({ seed, steps: STEPS, isShrunk: true });
  if (asked.told && !answer.failure) console.log(answer.told.join("\n"));
  line({ seed, ...answer.figures, hash: answer.hash, seconds: secondsSince(began) });
  if (answer.failure) report(seed, answer);
}

async function replay(workers: Workers, file: string): Promise<void> {
  const kept = JSON.parse(readFileSync(file, "utf8")) as Kept;
  const answer = await workers.ask({ seed: kept.seed, steps: kept.steps, isShrunk: false });
  console.log(answer.told.join("\n"));
  line({ seed: kept.seed, ...answer.figures, hash: answer.hash, failure: answer.failure });
  if (answer.failure) process.exitCode = 1;
}

/** So many are asked for at a time: what is left is never long. */
const PARTS = 40;

async function playInterleavings(workers: Workers): Promise<void> {
  const began = performance.now();
  const of = PARTS * Number(asked.every);
  const [from = 1, to = from] = (asked.parts ?? `1..${PARTS}`).split("..").map(Number);
  const playPart = async (part: number) => {
    const done = await workers.askForOrders({ part: part - 1, of });
    // What has ended is known to be so, whatever becomes of the rest.
    line({ part, interleavings: done.played, faults: done.faults.length });
    return done;
  };
  const done = await Promise.all(Array.from({ length: to - from + 1 }, (_, n) => playPart(from + n)));
  const faults = done.flatMap((each) => each.faults);
  for (const fault of faults.slice(0, 10)) console.log(fault);
  const played = done.reduce((sum, each) => sum + each.played, 0);
  line({ engine, interleavings: played, faults: faults.length, seconds: secondsSince(began) });
  if (faults.length > 0) process.exitCode = 1;
}

/** One line for all. Of a planted bug only the first seed that finds it counts. */
async function playMany(workers: Workers): Promise<void> {
  const began = performance.now();
  const sums: Record<string, number> = {};
  const failed: number[] = [];
  let next = first;
  const player = async () => {
    while (next <= last && !(asked.plant && failed.length > 0)) {
      const seed = next++;
      const isShrunk = !asked.plant && failed.length < SHRUNK_MAX;
      const answer = await workers.ask({ seed, steps: STEPS, isShrunk });
      for (const [name, figure] of Object.entries(answer.figures)) sums[name] = (sums[name] ?? 0) + figure;
      if (seed % 100 === 0) console.error(`… ${seed}`);
      if (!answer.failure) continue;
      failed.push(seed);
      if (asked.plant) line({ planted: asked.plant, seed, rule: answer.failure.rule, step: answer.failure.step });
      else report(seed, answer);
    }
  };
  await Promise.all(Array.from({ length: workers.count }, player));
  line({ engine, seeds: `${first}..${next - 1}`, ...sums, failed, seconds: secondsSince(began) });
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 100) / 10;

const planted = asked.plant === undefined ? undefined : PLANTED_BUGS.find(({ name }) => name === asked.plant);
if (asked.plant && !planted) {
  console.error(`Bugs that can be planted:\n${PLANTED_BUGS.map(({ name }) => `  ${name}`).join("\n")}`);
  process.exit(1);
}
const workers = await openWorkers({
  engine,
  count: first === last && !asked.interleavings ? 1 : 2,
  planted: planted?.name,
});
try {
  if (asked.interleavings) await playInterleavings(workers);
  else if (asked.replay) await replay(workers, asked.replay);
  else if (first === last) await playOne(workers, first);
  else await playMany(workers);
} finally {
  await workers.close();
}

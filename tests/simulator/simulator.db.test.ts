import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { drawSteps } from "./draw.ts";
import { simulate } from "./simulate.ts";

/** PostgreSQL needs three times as long for each, and plays the first ones. */
const SEEDS = engine === "sqlite" ? (isQuick ? 12 : 50) : isLong ? 8 : isQuick ? 2 : 4;
const STEPS = 100;

test("whatever people, services, the bank and a dying process do, every cent and every seat is where it should be", async () => {
  const sums = { paid: 0, refunds: 0, deaths: 0, repeated: 0, disputes: 0 };
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { failure, figures, told } = await simulate(drawSteps(seed, STEPS));
    expect(failure && { seed, ...failure, told: told.slice(-5) }).toBeUndefined();
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += figures[name];
  }
  // Something did happen; a dispute, which is rare, in more histories than a quick run plays.
  const { disputes, ...common } = sums;
  const happened = Object.values(isQuick ? common : { disputes, ...common });
  if (engine === "sqlite") for (const sum of happened) expect(sum).toBeGreaterThan(0);
});

test("a seed gives the same history, and the same ledger, on both engines", inAllOnSqlite, async () => {
  const steps = isQuick ? 60 : 150;
  const args = ["tests/simulator/run.ts", "--seed", "11", "--steps", String(steps), "--engine", "sqlite"];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const there = JSON.parse(stdout) as { hash: string; journals: number; settled: number };
  const { hash, figures } = await simulate(drawSteps(11, steps));
  expect(figures.journals).toBeGreaterThan(0);
  expect({ hash, journals: figures.journals }).toEqual({ hash: there.hash, journals: there.journals });
});

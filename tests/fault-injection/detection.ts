import type { Crowd } from "#tests/support/crowd.ts";
import type { CheckoutDriver } from "#tests/support/checkout-driver.ts";
import { growsBy, scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { isLong } from "#tests/support/long-run.ts";
import { pause, type Simulation } from "./simulation.ts";

export type Facts = (readonly [fact: string, holds: boolean])[];

/** The school promises to notice within this time that a file is gone. */
export const NOTICED_MS_MAX = scaleDeadline(5_000);
/** It promises to save again within this time of the cause going away. */
export const RECOVER_MS_MAX = scaleDeadline(30_000);
/** How long people press against a school that cannot save, and how long before and after; how often where time is short. */
export const PRESSED_MS = 2_000;
const PRESSED_TIMES = 25;

/** Waits while people press, until as many as that have had the answer that is counted. */
export async function pressed(count: () => number): Promise<void> {
  if (isLong) await pause(PRESSED_MS);
  await growsBy(count, PRESSED_TIMES);
}

export const every = (words: string[], wanted: string) => words.length > 0 && words.every((word) => word === wanted);

/** Does something to the files under load: how soon both processes notice, and whether anybody was told anything after that. */
export async function detects(
  play: Simulation,
  { crowd, till }: { crowd: Crowd; till: CheckoutDriver },
  deed: () => void,
): Promise<Facts> {
  deed();
  const done = performance.now();
  let words: string[] = [];
  const isNoticed = await eventually(async () => every((words = await play.words()), "read_only"), 2 * NOTICED_MS_MAX);
  const ms = Math.round(performance.now() - done);
  // What was on its way just then.
  await pause(200);
  const told = () => crowd.seen.inside.length + till.seen.paid.length;
  const before = told();
  const refusedBefore = crowd.seen.refused;
  await pressed(() => crowd.seen.refused);
  const lastMs = Math.max(crowd.seen.lastInsideAt, till.seen.lastPaidAt) - done;
  const wrong = [...crowd.seen.wrong, ...till.seen.wrong];
  return [
    [`both processes noticed within ${ms} ms (${words.join(", ")})`, isNoticed && ms <= NOTICED_MS_MAX],
    [
      `${told() - before} acknowledged after that, the last ${Math.max(0, Math.round(lastMs))} ms after the deed`,
      told() === before && lastMs <= NOTICED_MS_MAX,
    ],
    [`${crowd.seen.refused - refusedBefore} were politely refused`, crowd.seen.refused > refusedBefore],
    [`${wrong.length} saw something else ${wrong[0] ?? ""}`, wrong.length === 0],
  ];
}

/** Whether every process is well again, and how soon after now. */
export async function recovers(play: Simulation, after: string): Promise<Facts[number]> {
  const begun = performance.now();
  const isWell = await eventually(async () => every(await play.words(), "ok"), RECOVER_MS_MAX);
  return [`well again ${Math.round(performance.now() - begun)} ms after ${after}`, isWell];
}

/** Whether somebody new is let in. */
export async function letsIn(play: Simulation): Promise<Facts[number]> {
  const crowd = play.crowd();
  const isBack = await eventually(() => crowd.seen.inside.length > 0, RECOVER_MS_MAX);
  await crowd.stop();
  return ["it saved again", isBack];
}

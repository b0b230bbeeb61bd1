import { holdTheLock } from "#db/testing.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { pause } from "../simulation.ts";
import { startWriter, writersBegin } from "../start-writer.ts";

const HELD_MS = 10_000;
const AFTER_MS_MAX = scaleDeadline(10_000);

export const lockHeld: Fault = {
  name: "lock-held",
  tried: "another process keeps the lock that writers need for ten seconds",
  expected: "who waits too long is refused politely, pages stay open, and afterwards everything is saved again",
  run: ({ stage }) =>
    stage({ people: 3_000 }, async (play) => {
      const crowd = play.crowd();
      await pause(500);
      const release = await holdTheLock(play.databaseUrl);
      await pause(HELD_MS);
      const before = crowd.seen.inside.length;
      await release();
      const isBack = await eventually(() => crowd.seen.inside.length > before, AFTER_MS_MAX);
      const { refused, wrong, longestMs } = await crowd.stop();
      return toOutcome([
        [
          `${refused} were politely refused, the longest wait was ${Math.round(longestMs)} ms`,
          longestMs < HELD_MS + 2_000,
        ],
        [`${wrong.length} saw something else ${wrong[0] ?? ""}`, wrong.length === 0],
        ["it saved again afterwards", isBack],
        ...(await checkSoundness(play)),
      ]);
    }),
};

const WRITERS = 4;
const WAIT_MS_MAX = 1_000;
const SPREAD_MAX = 1.3;

export const fourWriters: Fault = {
  name: "four-writers",
  tried: "four processes write to the one database as fast as they can for a minute, beside the school under load",
  expected:
    "nobody waits longer than one second, none gets more than 1.3 times another's turns, and nothing is refused",
  run: ({ quick, stage }) =>
    stage({ people: 2_000 }, async (play) => {
      const crowd = play.crowd();
      const seconds = quick ? 5 : 60;
      const how = { seconds, at: writersBegin() };
      const wrote = await Promise.all(Array.from({ length: WRITERS }, () => startWriter(play.databaseUrl, how)));
      const { wrong, refused } = await crowd.stop();
      const counts = wrote.map(({ writes }) => writes);
      const longest = wrote.reduce((most, each) => (each.longestMs > most.longestMs ? each : most));
      const [lockMs, commitMs] = [longest.lockWaitMsMax, longest.commitMsMax].map(Math.round);
      const spread = Math.max(...counts) / Math.min(...counts);
      return toOutcome([
        [`${counts.reduce((sum, n) => sum + n, 0)} writes in ${seconds} s`, Math.min(...counts) > 0],
        [
          `the longest wait was ${Math.round(longest.longestMs)} ms (the lock at most ${lockMs}, a commit ${commitMs})`,
          longest.longestMs <= WAIT_MS_MAX,
        ],
        [`the spread was ${spread.toFixed(2)}`, spread <= SPREAD_MAX],
        [`${refused} refused, ${wrong.length} wrong ${wrong[0] ?? ""}`, refused + wrong.length === 0],
        ...(await checkSoundness(play)),
      ]);
    }),
};

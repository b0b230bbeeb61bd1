import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { growsBy, scaleDeadline } from "#tests/support/deadlines.ts";
import { pause } from "../simulation.ts";

const END_MS_MAX = scaleDeadline(32_000);

export const sigterm: Fault = {
  name: "sigterm",
  tried: "SIGTERM to the school in the middle of requests",
  expected: "what was asked is answered, it ends with 0 within its bound, and nothing that was acknowledged is lost",
  run: ({ stage }) =>
    stage({ people: 400 }, async (play) => {
      const crowd = play.crowd();
      await growsBy(() => crowd.seen.answers, 100);
      const begun = performance.now();
      play.served.process.kill("SIGTERM");
      const code = await play.served.ended;
      const ms = Math.round(performance.now() - begun);
      const { wrong, answers } = await crowd.stop();
      // Who comes when it is over finds nobody; everybody else was answered.
      const cutOff = wrong.filter((each) => !each.includes("ECONNREFUSED"));
      return toOutcome([
        [`it ended with ${code} after ${ms} ms`, code === 0 && ms < END_MS_MAX],
        [`${answers - wrong.length} answered, ${cutOff.length} cut off ${cutOff[0] ?? ""}`, cutOff.length === 0],
        ...(await checkSoundness(play)),
      ]);
    }),
};

export const exchange: Fault = {
  name: "exchange",
  tried: "SIGUSR2: the server processes are replaced in the middle of requests, twice",
  expected: "no request fails, and nothing that was acknowledged is lost",
  run: ({ quick, stage }) =>
    stage({ people: 800 }, async (play) => {
      const crowd = play.crowd();
      const times = quick ? 1 : 2;
      for (let n = 1; n <= times; n++) {
        await growsBy(() => crowd.seen.answers, 40);
        play.served.process.kill("SIGUSR2");
        while (play.served.said().split("new server processes are running").length <= n) await pause(50);
      }
      const { wrong, answers, longestMs } = await crowd.stop();
      return toOutcome([
        [`${answers} answers in ${times} exchanges, the longest after ${Math.round(longestMs)} ms`, answers > 100],
        [`${wrong.length} failed ${wrong[0] ?? ""}`, wrong.length === 0],
        ...(await checkSoundness(play)),
      ]);
    }),
};

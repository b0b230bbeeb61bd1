import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { growsBy } from "#tests/support/deadlines.ts";

/** What breaks when a server dies, and nothing else. */
const BROKEN_CONNECTION = /ECONNRESET|ECONNREFUSED|socket hang up|EPIPE/;

export const killSchool: Fault = {
  name: "kill-9",
  tried: "kill -9 of every process of the school, twenty times, in the middle of requests",
  expected: "it starts again each time, and nothing that was acknowledged is lost",
  run: ({ quick, stage }) =>
    onKills({ kills: quick ? 2 : 20, stage }, async (play) => {
      await play.kill();
      await play.startAgain();
    }),
};

export const killOneProcess: Fault = {
  name: "kill-9-one-process",
  tried: "kill -9 of one of two server processes, again and again, in the middle of requests",
  expected: "the other goes on, another takes its place, and nothing that was acknowledged is lost",
  run: ({ quick, stage }) =>
    onKills({ kills: quick ? 2 : 6, stage }, async ({ served }) => {
      const [first] = served.workers();
      process.kill(first ?? 0, "SIGKILL");
      await served.complete(2);
    }),
};

type Stages = Parameters<Fault["run"]>[0]["stage"];

async function onKills(
  { kills, stage }: { kills: number; stage: Stages },
  kill: (play: Parameters<Parameters<Stages>[1]>[0]) => Promise<void>,
) {
  return stage({ people: 100 + kills * 60 }, async (play) => {
    const crowd = play.crowd();
    for (let n = 0; n < kills; n++) {
      await growsBy(() => crowd.seen.answers, 40);
      await kill(play);
    }
    await growsBy(() => crowd.seen.answers, 20);
    const { wrong, answers } = await crowd.stop();
    const strange = wrong.filter((each) => !BROKEN_CONNECTION.test(each));
    return toOutcome([
      [`${kills} kills, ${answers} answers, ${wrong.length} connections broke`, answers > kills * 20],
      [`${strange.length} answers were neither ${strange[0] ?? ""}`, strange.length === 0],
      ...(await checkSoundness(play)),
    ]);
  });
}

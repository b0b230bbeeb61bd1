import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { growsBy } from "#tests/support/deadlines.ts";
import { pause } from "../simulation.ts";

/** The servers look every 100 ms which time it is. */
const SEEN_MS = 300;

export const clockMoved: Fault = {
  name: "clock",
  tried: "the clock of the servers jumps a day forward under load, and a day back",
  expected: "everybody is served all the time, and nothing that was acknowledged is lost",
  run: async ({ quick, stage }) => {
    const folder = mkdtempSync(join(tmpdir(), "matricula-clock-"));
    const file = join(folder, "ms");
    const set = (ms: number) => writeFileSync(file, String(ms));
    set(0);
    const env = {
      NODE_OPTIONS: `--import ${resolve("tests/fault-injection/fake-clock.ts")}`,
      MATRICULA_FAULTS_CLOCK: file,
    };
    try {
      return await stage({ people: quick ? 400 : 4_000, env }, async (play) => {
        const crowd = play.crowd();
        const inside: number[] = [];
        for (const ms of [0, DAY_MS, 0]) {
          set(ms);
          await pause(quick ? SEEN_MS : 8_000);
          await growsBy(() => crowd.seen.inside.length, 10);
          inside.push(crowd.seen.inside.length);
        }
        const { wrong, refused } = await crowd.stop();
        const [before = 0, ahead = 0, back = 0] = inside;
        return toOutcome([
          [
            `${before} were let in before, ${ahead - before} a day ahead, ${back - ahead} afterwards`,
            before < ahead && ahead < back,
          ],
          [`${refused} refused, ${wrong.length} wrong ${wrong[0] ?? ""}`, refused + wrong.length === 0],
          ...(await checkSoundness(play)),
        ]);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

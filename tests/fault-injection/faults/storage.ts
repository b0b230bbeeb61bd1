import { dirname, join } from "node:path";
import { startServers } from "#tests/support/servers.ts";
import { readOnlyView, type StorageLimit, listStorageLimits } from "#tests/support/storage.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { onSqlite, pause, type Simulation } from "../simulation.ts";

/** The school promises to save again within this time of the cause going away. */
const RECOVER_MS_MAX = scaleDeadline(30_000);
/** How long people press against a school that cannot save. */
const PRESSED_MS = 4_000;

const wayOf = (name: string) => listStorageLimits().find((each) => each.name === name);

function squeezed(name: string, way: string, words: Pick<Fault, "tried">): Fault {
  return {
    name,
    ...words,
    expected:
      "writes are refused politely, pages stay open, it saves again within 30 s of room, and nothing acknowledged is lost",
    missing: () => (wayOf(way) ? undefined : "it takes root and mount, or prlimit"),
    run: async ({ stage }) => {
      const disk = (wayOf(way) as { prepare(): StorageLimit }).prepare();
      try {
        const within = disk.within === undefined ? {} : { within: disk.within };
        return await stage({ people: 4_000, ...within }, (play) => fillAndComeBack(play, disk));
      } finally {
        disk.remove();
      }
    },
  };
}

async function fillAndComeBack(play: Simulation, disk: StorageLimit) {
  const pids = play.served.workers();
  const crowd = play.crowd();
  await pause(500);
  const { databaseUrl } = { databaseUrl: play.databaseUrl };
  for (const pid of disk.within === undefined ? pids : pids.slice(0, 1)) disk.squeeze({ pid, databaseUrl });
  const wasRefused = await eventually(() => crowd.seen.refused > 0, 60_000);
  await pause(PRESSED_MS);
  const { refused, wrong } = { ...crowd.seen, wrong: [...crowd.seen.wrong] };
  const insideBefore = crowd.seen.inside.length;
  for (const pid of disk.within === undefined ? pids : pids.slice(0, 1)) disk.relax({ pid });
  const begun = performance.now();
  const isBack = await eventually(() => crowd.seen.inside.length > insideBefore, RECOVER_MS_MAX);
  const backMs = Math.round(performance.now() - begun);
  await crowd.stop();
  return toOutcome([
    [`${refused} were politely refused`, wasRefused],
    [`${wrong.length} saw something else ${wrong[0] ?? ""}`, wrong.length === 0],
    [`it saved again ${backMs} ms after there was room`, isBack],
    ...(await checkSoundness(play)),
  ]);
}

export const fullDisk = squeezed("full-disk", "a full disk", {
  tried: "the disk fills up under load, and gets room again",
});

export const fileLimit = squeezed("file-size-limit", "a file that may not grow", {
  tried: "the server processes may not let a file grow any more, and then may again",
});

export const readOnly: Fault = {
  name: "read-only",
  tried: "two servers on a database that may only be read",
  expected: "pages open, writes are refused politely, and nothing is acknowledged",
  missing: onSqlite,
  run: ({ stage }) =>
    stage({ people: 200 }, async (play) => {
      const view = readOnlyView(dirname(play.databaseUrl));
      const servers = await startServers(2, join(view.folder, "matricula.db"));
      try {
        const crowd = play.crowd(servers.all.map(({ url }) => Number(new URL(url).port)));
        await pause(3_000);
        const { refused, wrong, inside, answers } = await crowd.stop();
        return toOutcome([
          [`${refused} were politely refused, ${answers - refused - wrong.length} pages opened`, refused > 0],
          [`${inside.length} were told that they are in`, inside.length === 0],
          [`${wrong.length} saw something else ${wrong[0] ?? ""}`, wrong.length === 0],
          ...(await checkSoundness(play)),
        ]);
      } finally {
        await servers.stop();
        view.remove();
      }
    }),
};

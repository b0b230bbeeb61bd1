import { spawn } from "node:child_process";
import { openDatabase } from "#db/open.ts";
import { settings } from "#db/schema/index.ts";
import { getLogBytes } from "#ops/health/log-size.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import type { Facts } from "../detection.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { onSqlite, pause, type Simulation } from "../simulation.ts";

const MB = 1024 * 1024;
/** Beyond these the log is called large, and huge (ops/health/log-size.ts). */
const LARGE_MB = 64;
const HUGE_MB = 512;
const SAID_MS_MAX = scaleDeadline(5_000);
/** What a shortened log may have grown to again under load. */
const SHORT_MB = 8;

/** Each of them is a quarter of one. */
const WRITES_A_MB_MAX = 10;

/** A value so long that a few hundred writes of one fill a log. Each of another letter, or SQLite would leave the pages as they are. */
const FILLER_KEY = "faults.filler";
const FILLER_CHARACTERS = 256 * 1024;
const fillerOf = (n: number) => String.fromCharCode(97 + (n % 26)).repeat(FILLER_CHARACTERS);

export const heldLog: Fault = {
  name: "held-log",
  tried: "another process reads in one transaction that does not end, while the school under load writes on and on",
  expected:
    "writes go on, health says that the log has grown and who keeps it, and when the reader is gone the log is cut down",
  missing: onSqlite,
  run: ({ quick, stage }) =>
    stage({ people: 3_000 }, async (play) => {
      const crowd = play.crowd();
      await pause(500);
      const reader = await startReader(play.databaseUrl);
      const insideBefore = crowd.seen.inside.length;
      const facts: Facts = [];
      let heldMb: number;
      try {
        facts.push(await grows(play, LARGE_MB, "log_large"));
        if (!quick) facts.push(await grows(play, HUGE_MB, "log_huge"));
        // It cannot be cut down yet, and whoever tries must hurt nobody.
        await play.command("job", "shorten-log");
        heldMb = megabytes(play);
      } finally {
        await reader.end();
      }
      const inside = crowd.seen.inside.length - insideBefore;
      const job = await play.command("job", "shorten-log");
      const isWell = await eventually(async () => (await play.words()).every((word) => word === "ok"), SAID_MS_MAX);
      const { wrong, refused } = await crowd.stop();
      const shortMb = megabytes(play);
      return toOutcome([
        ...facts,
        [`${inside} were let in meanwhile`, inside > 0],
        [`held, it stayed at ${Math.round(heldMb)} MB`, heldMb > LARGE_MB],
        [
          `the reader gone, ${job.said.trim().split("\n").at(-1)}; health says that all is well`,
          shortMb < SHORT_MB && isWell,
        ],
        [`${refused} refused, ${wrong.length} wrong ${wrong[0] ?? ""}`, refused + wrong.length === 0],
        ...(await checkSoundness(play)),
      ]);
    }),
};

const megabytes = ({ databaseUrl }: Simulation) => getLogBytes(databaseUrl) / MB;

/** Writes until the log is so long, and waits until every process says so. */
async function grows(play: Simulation, mb: number, code: string): Promise<readonly [fact: string, holds: boolean]> {
  const database = openDatabase(play.databaseUrl);
  try {
    for (let n = 0; megabytes(play) <= mb; n++) {
      if (n > mb * WRITES_A_MB_MAX) throw new Error(`${n} long writes left the log at ${megabytes(play)} MB`);
      const row = { key: FILLER_KEY, value: fillerOf(n), updatedAt: new Date() };
      await database.write((tx) =>
        tx
          .insert(settings)
          .values(row)
          .onConflictDoUpdate({ target: settings.key, set: { value: row.value } }),
      );
    }
  } finally {
    await database.close();
  }
  const said = await eventually(
    async () => (await play.reasons()).every((all) => all.some((each) => each.code === code)),
    SAID_MS_MAX,
  );
  return [`at ${Math.round(megabytes(play))} MB both processes say ${code}`, said];
}

async function startReader(file: string): Promise<{ end(): Promise<void> }> {
  const child = spawn(process.execPath, ["tests/fault-injection/long-reader.ts", file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  await new Promise<void>((reads, failed) => {
    child.stdout.once("data", () => reads());
    child.once("exit", (code) => failed(new Error(`the reader ended with ${code}`)));
  });
  return {
    async end() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}

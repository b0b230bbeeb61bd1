import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import BetterSqlite from "better-sqlite3";
import type { TestSchool } from "#tests/support/school.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { flipBit } from "../corruption.ts";
import { eventually } from "#tests/support/deadlines.ts";
import { onSqlite, type Simulation } from "../simulation.ts";
import { startWriter, writersBegin } from "../start-writer.ts";

const PER_SECOND = 200;
const WRITERS_P99_MS_MAX = 50;
/** So that one backup takes seconds. */
const ROWS = 150_000;

export const backupUnderWrites: Fault = {
  name: "backup-under-writes",
  tried:
    "backups while another process makes 200 writes a second beside the school, and then one bit flipped in the last of them",
  expected:
    "writers' p99 stays below 50 ms, each backup is verified, and the one with the flipped bit is refused wherever it is",
  missing: onSqlite,
  run: ({ quick, stage }) =>
    stage({ people: 500, transfers: 300, env: { MATRICULA_BACKUP: "off" }, fill }, async (play) => {
      const seconds = quick ? 8 : 30;
      const at = writersBegin();
      const writing = startWriter(play.databaseUrl, { seconds, at, perSecond: PER_SECOND });
      const hasBegun = () => performance.timeOrigin + performance.now() >= at;
      await eventually(hasBegun, 60_000);
      const till = play.till();
      const made: { code: number | null; said: string }[] = [];
      const begun = performance.now();
      while (performance.now() - begun < (seconds - 3) * 1_000) made.push(await play.command("backup"));
      const { writes, msP99, longestMs } = await writing;
      const { wrong } = await till.stop();
      const good = made.filter(({ code, said }) => code === 0 && said.includes("VERIFIED"));
      return toOutcome([
        [
          `${good.length} backups of ${megabytes(play)} MB made and read back during ${Math.round(writes / seconds)} writes/s`,
          good.length === made.length && good.length > 0 && writes >= PER_SECOND * seconds * 0.95,
        ],
        [
          `writers' p99 was ${msP99.toFixed(1)} ms, the longest ${Math.round(longestMs)} ms`,
          msP99 < WRITERS_P99_MS_MAX,
        ],
        [`${wrong.length} wrong ${wrong[0] ?? ""}`, wrong.length === 0],
        ...(await flipEverywhere(play)),
        ...(await checkSoundness(play)),
      ]);
    }),
};

const megabytes = ({ databaseUrl }: Simulation) => Math.round(statSync(databaseUrl).size / 1_000_000);

async function fill({ database }: TestSchool): Promise<void> {
  const sqlite = new BetterSqlite(database.url);
  sqlite
    .prepare(
      `WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       INSERT INTO samples (at, process, figures) SELECT i, 'filler', json_object('words', hex(randomblob(150))) FROM n`,
    )
    .run(ROWS);
  sqlite.close();
}

/** One bit at a time in the newest backup: near its beginning, in the middle, in its last byte. */
async function flipEverywhere(play: Simulation): Promise<(readonly [fact: string, holds: boolean])[]> {
  const folder = join(dirname(play.databaseUrl), "backups", "school");
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith(".backup"))
    .sort()
    .at(-1);
  if (newest === undefined) return [["no backup is there", false]];
  const file = join(folder, newest);
  const name = newest.replace(/\.backup$/, "");
  const sound = readFileSync(file);
  const facts: (readonly [fact: string, holds: boolean])[] = [];
  for (const at of [30, Math.floor(sound.length / 2), sound.length - 1]) {
    flipBit(file, at);
    const verify = await play.command("backup", "--verify", name);
    const why = /! (.*)/.exec(verify.said)?.[1] ?? verify.said.trim().slice(0, 120);
    facts.push([`a bit flipped in byte ${at} of ${sound.length} is refused: ${why}`, verify.code === 1]);
    writeFileSync(file, sound);
  }
  flipBit(file, Math.floor(sound.length / 2));
  const restore = await play.command("restore", "--drill", name);
  facts.push([`restoring it ends with ${restore.code}`, restore.code === 1]);
  writeFileSync(file, sound);
  const again = await play.command("backup", "--verify", name);
  facts.push([`flipped back it is ${again.code === 0 ? "verified" : "refused"}`, again.code === 0]);
  return facts;
}

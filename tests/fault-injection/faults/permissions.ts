import { execFileSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { dirname } from "node:path";
import { boundAccount } from "#tests/support/storage.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { type Facts, letsIn, detects, PRESSED_MS, recovers } from "../detection.ts";
import { onSqlite, pause, type Simulation } from "../simulation.ts";

type Finding = { check: string; state: string; words: string; mend?: string };

const account = () => {
  const bound = boundAccount();
  return bound === "missing" ? undefined : bound.account;
};
const missing = () =>
  onSqlite() ??
  (boundAccount() === "missing" ? "rights bind nobody here: root, and nobody else may read the program" : undefined);

export const openToOthers: Fault = {
  name: "open-to-others",
  tried: "the database's file is opened to others (0644), and its folder (0755), under load and before a start",
  expected:
    "doctor names each with the command that mends it, the school goes on, and starts with an open file but not in an open folder",
  missing,
  run: ({ stage }) =>
    stage({ people: 1_000, account: account() }, async (play) => {
      const file = play.databaseUrl;
      const folder = dirname(file);
      const crowd = play.crowd();
      await pause(500);
      chmodSync(file, 0o644);
      chmodSync(folder, 0o755);
      const found = await wrongRights(play);
      const mends = found.map(({ mend = "" }) => mend);
      await pause(500);
      const { wrong, refused } = await crowd.stop();
      await play.served.stop();
      const refusal = await play.startAgain().then(
        () => "it started",
        (error: unknown) => String(error),
      );
      chmodSync(folder, 0o700);
      await play.startAgain();
      const said = play.served.said();
      // The log is made with the rights of the file.
      for (const { mend = "" } of await wrongRights(play)) execFileSync("sh", ["-c", mend]);
      const left = await wrongRights(play);
      return toOutcome([
        [
          `doctor says: ${mends.join("; ")}`,
          [file, folder].every((place) => mends.some((mend) => mend.endsWith(` '${place}'`))),
        ],
        [`${refused} refused, ${wrong.length} wrong ${wrong[0] ?? ""}`, refused + wrong.length === 0],
        ["no start in an open folder, and the command is said", refusal.includes(`chmod 0700 '${folder}'`)],
        ["a start with an open file, and the command is said", said.includes(`chmod 0600 '${file}'`)],
        [`after these commands doctor finds ${left.length}`, left.length === 0],
        await letsIn(play),
        ...(await checkSoundness(play)),
      ]);
    }),
};

async function wrongRights(play: Simulation): Promise<Finding[]> {
  const { said } = await play.command("doctor", "--json");
  const { findings } = JSON.parse(said) as { findings: Finding[] };
  return findings.filter(({ check, state }) => check === "permissions" && state !== "ok");
}

export const takenAway: Fault = {
  name: "rights-taken-away",
  tried: "the school's own account may no longer enter the folder of its database under load, and then may again",
  expected:
    "both processes notice within 5 s and acknowledge nothing more, pages stay open, and it saves again within 30 s",
  missing,
  run: ({ stage }) =>
    stage({ people: 1_000, transfers: 300, account: account() }, async (play) => {
      const folder = dirname(play.databaseUrl);
      const load = { crowd: play.crowd(), till: play.till() };
      await pause(PRESSED_MS);
      try {
        const facts = await detects(play, load, () => chmodSync(folder, 0o000));
        chmodSync(folder, 0o700);
        facts.push(await recovers(play, "it might again"));
        await Promise.all([load.crowd.stop(), load.till.stop()]);
        return toOutcome([...facts, await letsIn(play), ...(await checkSoundness(play))]);
      } finally {
        chmodSync(folder, 0o700);
      }
    }),
};

const PARTS = ["", "-wal", "-shm"];

export const readOnlyFile: Fault = {
  name: "read-only-file",
  tried: "the database's files become read-only under load, stay so over a restart, and may be written again",
  expected:
    "who has them open goes on; a school that starts on them opens its pages and refuses writes politely, and saves again within 30 s",
  missing,
  run: ({ stage }) =>
    stage({ people: 1_000, account: account() }, async (play) => {
      const facts: Facts = [];
      const allow = (mode: number) => {
        for (const part of PARTS) if (existsSync(play.databaseUrl + part)) chmodSync(play.databaseUrl + part, mode);
      };
      const crowd = play.crowd();
      await pause(1_000);
      allow(0o400);
      const before = crowd.seen.inside.length;
      await pause(PRESSED_MS);
      const { wrong, refused, inside } = await crowd.stop();
      facts.push([
        `${inside.length - before} were let in by who had it open, ${refused} refused, ${wrong.length} wrong`,
        inside.length > before && refused + wrong.length === 0,
      ]);
      await play.kill();
      allow(0o400);
      await play.startAgain();
      const later = play.crowd();
      await pause(PRESSED_MS);
      const seen = await later.stop();
      facts.push([
        `after a restart ${seen.refused} were politely refused, ${seen.answers - seen.refused - seen.wrong.length} pages opened`,
        seen.refused > 0 && seen.inside.length === 0,
      ]);
      facts.push([`${seen.wrong.length} saw something else ${seen.wrong[0] ?? ""}`, seen.wrong.length === 0]);
      allow(0o600);
      facts.push(await recovers(play, "it might be written"), await letsIn(play));
      return toOutcome([...facts, ...(await checkSoundness(play))]);
    }),
};

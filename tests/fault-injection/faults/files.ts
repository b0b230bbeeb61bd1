import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copySqlite } from "#ops/backup/sqlite-copy.ts";
import type { Crowd } from "#tests/support/crowd.ts";
import { postApi, type CheckoutDriver } from "#tests/support/checkout-driver.ts";
import { type Fault, toOutcome, checkSoundness } from "../fault.ts";
import { type Facts, letsIn, NOTICED_MS_MAX, detects, pressed, recovers } from "../detection.ts";
import { scaleDeadline, eventually } from "#tests/support/deadlines.ts";
import { onSqlite, type Simulation } from "../simulation.ts";

/** Waits until people are let in and money arrives. */
async function underWay({ crowd, till }: { crowd: Crowd; till: CheckoutDriver }): Promise<void> {
  await Promise.all([pressed(() => crowd.seen.inside.length), pressed(() => till.seen.paid.length)]);
}

export const walDeletedLive: Fault = {
  name: "wal-deleted-live",
  tried: "the log of changes is deleted under load, and then the power goes",
  expected: "both processes notice within 5 s and acknowledge nothing more; nothing that was acknowledged is lost",
  missing: onSqlite,
  run: ({ stage }) =>
    stage({ people: 1_000, transfers: 300 }, async (play) => {
      const load = { crowd: play.crowd(), till: play.till() };
      await underWay(load);
      const facts = await detects(play, load, () => rmSync(`${play.databaseUrl}-wal`));
      await play.kill();
      await Promise.all([load.crowd.stop(), load.till.stop()]);
      await play.startAgain();
      return toOutcome([...facts, await letsIn(play), ...(await checkSoundness(play))]);
    }),
};

export const databaseMoved: Fault = {
  name: "database-moved",
  tried: "the database's file is moved away under load, and put back",
  expected:
    "both processes notice within 5 s and acknowledge nothing more, what was moved is whole by itself, and back at its place it is saved into again",
  missing: onSqlite,
  run: ({ stage }) =>
    stage({ people: 1_000, transfers: 300 }, async (play) => {
      const load = { crowd: play.crowd(), till: play.till() };
      await underWay(load);
      const aside = `${play.databaseUrl}.aside`;
      const facts = await detects(play, load, () => renameSync(play.databaseUrl, aside));
      facts.push(await wholeByItself(play, aside));
      renameSync(aside, play.databaseUrl);
      facts.push(await recovers(play, "it was back"));
      await Promise.all([load.crowd.stop(), load.till.stop()]);
      return toOutcome([...facts, await letsIn(play), ...(await checkSoundness(play))]);
    }),
};

/** Looks at a copy of a database's file without its log. Copied by another process: a handle of ours is none of the school's. */
async function wholeByItself(play: Simulation, file: string): Promise<Facts[number]> {
  const folder = mkdtempSync(join(tmpdir(), "matricula-moved-"));
  try {
    const copy = join(folder, "matricula.db");
    execFileSync("cp", [file, copy]);
    const { lost, broken } = await play.examine(copy);
    const isWhole = lost.length + broken.length === 0;
    return [
      isWhole ? "the moved file holds everything" : `the moved file lacks ${lost.length}, ${broken[0] ?? ""}`,
      isWhole,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which of the office's payments the mark outside of the database has come to: the number of the ledger's last journal. */
const marked = (play: Simulation) =>
  existsSync(play.checkpointFile) ? (JSON.parse(readFileSync(play.checkpointFile, "utf8")) as { seq: number }).seq : 0;

/** The job that keeps the mark runs every ten seconds. */
const MARKED_MS_MAX = scaleDeadline(25_000);

/**
 * Loses the end of the ledger while the school is down, between two times of load. What was acknowledged cannot be there any
 * more; that it is missing must be noticed before anybody pays.
 */
async function loseTheEnd(
  play: Simulation,
  { isQuick, end, lose }: { isQuick: boolean; end(): Promise<unknown>; lose(): void },
) {
  const load = { crowd: play.crowd(), till: play.till() };
  await underWay(load);
  const before = marked(play);
  // The school stores its checkpoint by itself; who is in a hurry runs the job.
  if (isQuick) await play.command("job", "store-ledger-checkpoint");
  await eventually(() => marked(play) > before, MARKED_MS_MAX);
  await end();
  await Promise.all([load.crowd.stop(), load.till.stop()]);
  lose();
  await play.startAgain();
  const { acknowledged, lost, broken } = await play.examine();
  const off = await play.reasons();
  const why = off.map((reasons) => reasons.find(({ code }) => code === "payments_off")?.words);
  const refused = await tryToPay(play);
  const open = await letsIn(play);
  const accepted = await play.command("accept-database");
  const isOn = await eventually(
    async () => (await play.reasons()).every((all) => !all.some(({ code }) => code === "payments_off")),
    2 * NOTICED_MS_MAX,
  );
  const paid = await tryToPay(play);
  const after = await play.examine();
  return toOutcome([
    [`${lost.length} of ${acknowledged} acknowledged were lost with it`, lost.length > 0],
    [
      `payments are off in both processes: ${why[0] ?? "no reason is given"}`,
      why.every((words) => words !== undefined),
    ],
    [`who would pay is told ${refused}`, refused === "503 payments_off"],
    open,
    [`accept-database ended with ${accepted.code}`, accepted.code === 0],
    [`payments go on: who would pay is told ${paid}`, isOn && paid.startsWith("201")],
    [
      after.broken.length + broken.length === 0
        ? "ledger, seats and chains hold"
        : [...broken, ...after.broken].join(", "),
      after.broken.length + broken.length === 0,
    ],
  ]);
}

async function tryToPay({ served, office: { buyer } }: Simulation): Promise<string> {
  const { status, text } = await postApi(served.port, `/orders/${buyer.orderId}/payments`, buyer.token);
  return `${status} ${(JSON.parse(text) as { code?: string; state?: string }).code ?? ""}`.trim();
}

export const walDeletedAfterCrash: Fault = {
  name: "wal-deleted-after-crash",
  tried: "kill -9 of every process under load, and the log of changes is deleted before the school starts again",
  expected: "the loss is noticed: payments are off and it says why, until a person accepts the database",
  missing: onSqlite,
  run: ({ quick, stage }) =>
    stage(quick ? { people: 1_000, transfers: 400 } : { people: 3_000, transfers: 1_500 }, (play) =>
      loseTheEnd(play, {
        isQuick: quick,
        end: () => play.kill(),
        lose: () => rmSync(`${play.databaseUrl}-wal`),
      }),
    ),
};

export const oldSnapshot: Fault = {
  name: "old-snapshot",
  tried: "an older copy of the database is put in its place while the school is stopped",
  expected: "it is noticed: payments are off and it says why, until a person accepts the database",
  missing: onSqlite,
  run: ({ quick, stage }) =>
    stage({ people: 3_000, transfers: 1_500 }, async (play) => {
      const snapshot = `${play.databaseUrl}.snapshot`;
      const earlier = { crowd: play.crowd(), till: play.till() };
      await underWay(earlier);
      await Promise.all([earlier.crowd.stop(), earlier.till.stop()]);
      copySqlite(play.databaseUrl, snapshot);
      return loseTheEnd(play, {
        isQuick: quick,
        end: () => play.served.stop(),
        lose() {
          for (const part of ["-wal", "-shm"]) rmSync(`${play.databaseUrl}${part}`, { force: true });
          renameSync(snapshot, play.databaseUrl);
        },
      });
    }),
};

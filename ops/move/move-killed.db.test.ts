import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { runChecks } from "../doctor/run-checks.ts";
import { NONE, readMarkers } from "./markers.ts";
import { contentOf, countNotes, move, type MoveTests, onFile, openMoveTests, readFrom, writeTo } from "./testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

/** Everything that a move says, in order, and the middle of the copy. */
const ALL_STEPS = [
  "move.watching",
  "halfway",
  "move.copied",
  "move.indexed",
  "move.compared",
  "move.caught_up",
  "move.held",
  "move.compared_rest",
  "move.sealed",
];
/** A run kills it before, between and after, a quick one in the middle; the long one at each. */
const STEPS = isLong ? ALL_STEPS : isQuick ? ["halfway"] : ["halfway", "move.compared", "move.sealed"];

async function moveAndDie(from: string, to: string, step: string): Promise<string | null> {
  const program = path.resolve("tests/support/move-and-die.ts");
  const child = spawn(process.execPath, [program, from, to, step], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
}

describe.runIf(engine === "sqlite")("a move that is killed", () => {
  test.for(STEPS)(
    "at %s to PostgreSQL leaves one school, which goes on, and the next run ends it well",
    async (step) => {
      const file = tests.copySchool();
      // The first step in a database that holds nothing yet, the others in one that has its tables.
      await killAndRunAgain(file, await (step === STEPS[0] ? tests.emptyDatabase() : tests.begunDatabase(file)), step);
    },
  );

  test.for(STEPS)(
    "at %s to a file leaves one school, which goes on, and the next run ends it well",
    inAllOnSqlite,
    async (step) => {
      const there = await tests.copyInPostgres();
      const back = tests.newFile();
      await killAndRunAgain(there, back, step);
      onFile(back, (sqlite) => sqlite.exec("DELETE FROM counters WHERE name = 'after the kill'"));
      expect(contentOf(back)).toEqual(contentOf(tests.school));
    },
  );
});

const addressOf = (url: string) => (url.startsWith("postgres") ? url : `file:${url}`);

async function killAndRunAgain(from: string, to: string, step: string) {
  expect(await moveAndDie(from, to, step)).toBe("SIGKILL");
  const [old, target] = [await readMarkers(from), await readMarkers(to)];
  const isSealed = step === "move.sealed";
  expect([old.moved !== undefined, target.arriving !== undefined]).toEqual([isSealed, true]);

  const { results } = await runChecks(
    readConfig({ DATABASE_URL: addressOf(from), MATRICULA_DATA_DIR: tests.home }),
    "start",
  );
  expect(results.find(({ check }) => check === "place")?.state).toBe(isSealed ? "wrong" : "warn");

  const writing = writeTo(from, "INSERT INTO counters (name, value) VALUES ('after the kill', 1)");
  if (isSealed) await expect(writing).rejects.toThrow("has moved to");
  else await writing;
  await move(from, to);
  const found = await readFrom(to, "SELECT value FROM counters WHERE name = 'after the kill'");
  expect(found).toHaveLength(isSealed ? 0 : 1);
  expect([await readMarkers(to), await countNotes(from), await countNotes(to)]).toEqual([NONE, 0, 0]);
}

import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { engine } from "#db/engine.ts";
import { NONE, readMarkers } from "./markers.ts";
import { contentOf, countNotes, move, type MoveTests, onServer, openMoveTests, writeTo } from "./testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

const ALL_STEPS = ["move.watching", "move.copied", "move.indexed", "move.compared", "move.caught_up", "move.held"];
/** A run cuts it while it copies and while writes wait, a quick one while writes wait; the long one at each. */
const STEPS = isLong ? ALL_STEPS : isQuick ? ["move.held"] : ["move.copied", "move.held"];

const OTHERS_FULL = [
  ["SQLITE_FULL", false, /no more room at the school's own database file:/],
  ["SQLITE_FULL", true, /no more room at file:.*make room for about \d.* there/],
] as const;
/** How much of the new file there is room for. */
const ROOMS = isLong ? [0.2, 0.6, 0.97] : [0.6];

/** As a server does that is told to stop, and a network that is cut. */
const cutAll = (url: string) =>
  onServer(
    url,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );

/** The school goes on where it was, without what notes changes; the same command ends well then. */
async function goesOnAndMoves(from: string, to: string) {
  expect((await readMarkers(from)).moved).toBeUndefined();
  expect(await countNotes(from)).toBe(0);
  await writeTo(from, "UPDATE users SET name = name");
  await move(from, to);
  expect(await readMarkers(to)).toEqual(NONE);
}

describe.runIf(engine === "sqlite")("a move that loses", () => {
  test.for(STEPS)(
    "the connection to the new PostgreSQL at %s leaves the school where it was, and says so",
    async (at) => {
      const file = tests.copySchool();
      // The first step in a database that holds nothing yet, the others in one that has its tables.
      const there = await (at === STEPS[0] ? tests.emptyDatabase() : tests.begunDatabase(file));
      const cut = async (key: string) => void (key === at && (await cutAll(there)));
      await expect(move(file, there, cut)).rejects.toThrow(/was cut off: .*The school stays where it was/);
      await goesOnAndMoves(file, there);
    },
  );

  test.for([...STEPS, "move.compared_rest"])(
    "the connection to the old PostgreSQL at %s leaves the school where it was, and says so",
    inAllOnSqlite,
    async (at) => {
      const [there, back] = [await tests.copyInPostgres(), tests.newFile()];
      const cut = async (key: string) => void (key === at && (await cutAll(there)));
      await expect(move(there, back, cut)).rejects.toThrow(/was cut off: .*The school stays where it was/);
      await goesOnAndMoves(there, back);
      expect(contentOf(back)).toEqual(contentOf(tests.school));
    },
  );

  test(
    "the connection to the new PostgreSQL once everything is there ends well all the same",
    inAllOnSqlite,
    async () => {
      const file = tests.copySchool();
      const there = await tests.begunDatabase(file);
      await move(file, there, async (key) => void (key === "move.compared_rest" && (await cutAll(there))));
      expect([(await readMarkers(file)).moved !== undefined, await readMarkers(there)]).toEqual([true, NONE]);
    },
  );

  test.for([
    ["53100", false, /no more room at postgres:.*make room for about \d.* there/],
    ["53100", true, /no more room at the school's own database postgres:/],
    ...(isLong ? OTHERS_FULL : []),
  ] as const)(
    "its room (%s, back to a file: %s) says at which end, and how much is wanted",
    async ([code, isBack, why]) => {
      const from = isBack ? await tests.copyInPostgres() : tests.copySchool();
      const to = isBack ? tests.newFile() : await tests.begunDatabase(from);
      const fill = (key: string) => {
        if (key === "move.copied") throw Object.assign(new Error("it is full"), { code });
      };
      await expect(move(from, to, fill)).rejects.toThrow(why);
      expect(await countNotes(from)).toBe(0);
    },
  );

  const isLimited = spawnSync("prlimit", ["--version"]).status === 0;
  test.runIf(isLimited).for(ROOMS)(
    "the room for the new file, %s of it, leaves the school where it was, and says so",
    inAllOnSqlite,
    async (share) => {
      const [there, whole, back] = [await tests.copyInPostgres(), tests.newFile(), tests.newFile()];
      await move(await tests.copyInPostgres(), whole);
      const bytes = Math.floor(statSync(whole).size * share);
      const program = path.resolve("tests/support/move-and-die.ts");
      const ended = spawnSync("prlimit", [`--fsize=${bytes}`, process.execPath, program, there, back, "never"], {
        encoding: "utf8",
      });
      expect([ended.status, ended.stderr]).toEqual([1, expect.stringMatching(/full|disk I\/O/)]);
      expect(existsSync(back)).toBe(true);
      await goesOnAndMoves(there, back);
      expect(contentOf(back)).toEqual(contentOf(tests.school));
    },
  );
});

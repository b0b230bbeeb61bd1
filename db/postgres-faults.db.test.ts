import { setTimeout as wait } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { lineTo } from "#tests/support/line.ts";
import { engine } from "./engine.ts";
import { findOverload, isCannotSave, isOverloaded, isStorageTrouble } from "./errors.ts";
import { openDatabase } from "./open.ts";
import { counters } from "./schema/index.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";
import type { Database } from "./types.ts";

const CUT_MS = 10_000;
const BACK_MS_MAX = scaleDeadline(15_000);

let database: TestDatabase;
beforeEach(async () => {
  database = await openTestDatabase();
});
afterEach(() => database.drop());

const add = (to: Database, name: string) =>
  to.write(async (tx) => {
    await tx.insert(counters).values({ name, value: 1 });
  });
const bump = (to: Database, name: string) =>
  to.write(async (tx) => {
    await tx
      .update(counters)
      .set({ value: sql`${counters.value} + 1` })
      .where(eq(counters.name, name));
  });

/** What a person may be told in the place of an answer. */
const isPolite = (error: unknown) =>
  isCannotSave(error) || isOverloaded(error) || findOverload(error) !== undefined || isStorageTrouble(error);

/** Writes and reads all the time, and keeps what was acknowledged. */
function keepAsking(school: Database) {
  const acknowledged: string[] = [];
  const impolite: unknown[] = [];
  let longestMs = 0;
  let isOver = false;
  const loop = async (ask: (n: number) => Promise<unknown>) => {
    for (let n = 0; !isOver; n++) {
      const begun = performance.now();
      await ask(n).catch((error: unknown) => isPolite(error) || impolite.push(error));
      longestMs = Math.max(longestMs, performance.now() - begun);
      await wait(10);
    }
  };
  const write = (who: string) => async (n: number) => {
    await add(school, `${who}-${n}`);
    acknowledged.push(`${who}-${n}`);
  };
  const all = Promise.all([loop(write("a")), loop(write("b")), loop(() => school.read.$count(counters))]);
  return {
    acknowledged,
    impolite,
    longestMs: () => longestMs,
    async stop() {
      isOver = true;
      await all;
    },
  };
}

async function stored(): Promise<Set<string>> {
  const rows = await database.read.select({ name: counters.name }).from(counters);
  return new Set(rows.map(({ name }) => name));
}

describe.skipIf(engine === "sqlite")("PostgreSQL under a running school", () => {
  test(
    "behind a network that loses everything for ten seconds: refused politely, nothing acknowledged is lost, and it goes on by itself",
    inAllOnPostgres,
    async () => {
      const line = await lineTo(database.url);
      const school = openDatabase(line.url);
      const people = keepAsking(school);
      try {
        await wait(500);
        expect(people.acknowledged.length).toBeGreaterThan(5);
        line.hold();
        await wait(CUT_MS);
        line.letGo();
        const before = people.acknowledged.length;
        const mendedAt = performance.now();
        while (people.acknowledged.length < before + 10 && performance.now() - mendedAt < BACK_MS_MAX) await wait(50);
        expect(performance.now() - mendedAt).toBeLessThan(BACK_MS_MAX);
        await people.stop();
        expect(people.impolite).toEqual([]);
        // Nobody waits for longer than the cut and the deadline for an answer.
        expect(people.longestMs()).toBeLessThan(scaleDeadline(CUT_MS + 6_000));
        const there = await stored();
        expect(people.acknowledged.filter((name) => !there.has(name))).toEqual([]);
        expect(school.storage().state).toBe("ok");
      } finally {
        await people.stop();
        await line.cut();
        await school.close();
      }
    },
  );

  test("beside a stranger's transaction that does not end: whoever needs what it holds waits for it, and all others go on", async () => {
    await add(database, "hot");
    await add(database, "cold");
    const stranger = new pg.Client({ connectionString: database.url });
    await stranger.connect();
    try {
      await stranger.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
      await stranger.query("SELECT count(*) FROM counters");
      const begun = performance.now();
      for (let n = 0; n < 20; n++) await bump(database, "cold");
      expect(performance.now() - begun).toBeLessThan(scaleDeadline(1_000));
      await stranger.query("ROLLBACK; BEGIN; SELECT * FROM counters WHERE name = 'hot' FOR UPDATE");
      const waiting = bump(database, "hot");
      await wait(1_000);
      expect(await database.read.$count(counters)).toBe(2);
      await stranger.query("ROLLBACK");
      await waiting;
    } finally {
      await stranger.end();
    }
    const rows = await database.read.select().from(counters).orderBy(counters.name);
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ["cold", 21],
      ["hot", 2],
    ]);
    expect(database.storage().state).toBe("ok");
  });

  test("beside a stranger who never lets go of a row: whoever needs it is told to come back, and all others go on", async () => {
    await add(database, "hot");
    await add(database, "cold");
    const stranger = new pg.Client({ connectionString: database.url });
    await stranger.connect();
    try {
      await stranger.query("BEGIN; SELECT * FROM counters WHERE name = 'hot' FOR UPDATE");
      const refused = bump(database, "hot").catch((error: unknown) => error);
      await wait(200);
      const begun = performance.now();
      for (let n = 0; n < 20; n++) await bump(database, "cold");
      expect(performance.now() - begun).toBeLessThan(scaleDeadline(2_000));
      expect(isOverloaded(await refused)).toBe(true);
    } finally {
      await stranger.end();
    }
    await bump(database, "hot");
    const rows = await database.read.select().from(counters).orderBy(counters.name);
    expect(rows.map(({ name, value }) => [name, value])).toEqual([
      ["cold", 21],
      ["hot", 2],
    ]);
    expect(database.storage().state).toBe("ok");
  });
});

import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { engine } from "./engine.ts";
import { isOverloaded, isStorageTrouble } from "./errors.ts";
import { openPool } from "./postgres-connect.ts";
import { openDatabase } from "./open.ts";
import { CONNECTION_WAIT_MS_MAX, CONTENT_MS } from "./patient-pool.ts";
import { counters } from "./schema/index.ts";
import { administer, openTestDatabase, type TestDatabase } from "./testing.ts";

/** As many as the account of the second database may have. */
const LIMIT = 3;

describe.skipIf(engine === "sqlite")("connections to PostgreSQL", () => {
  let database: TestDatabase;
  let limited: string;
  const role = `limited_${randomBytes(4).toString("hex")}`;

  beforeAll(async () => {
    database = await openTestDatabase();
    const url = new URL(database.url);
    await administer(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'plain' CONNECTION LIMIT ${LIMIT}`);
    await administer(database.url, `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
    url.username = role;
    url.password = "plain";
    limited = url.href;
  });
  afterAll(async () => {
    await administer(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await database.drop();
  });

  const finish = (pool: pg.Pool, done: number[], n: number) =>
    pool.query("SELECT pg_sleep(0.05)").then(() => void done.push(n));

  test("that are all in use are waited for, in line", async () => {
    const pool = openPool(database.url, { max: 1 });
    const done: number[] = [];
    await Promise.all([1, 2, 3, 4, 5, 6].map((n) => finish(pool, done, n)));
    expect(done).toEqual([1, 2, 3, 4, 5, 6]);
    await pool.end();
  });

  test("that do not become free are not waited for longer than the deadline; then one is told to come back", async () => {
    const pool = openPool(database.url, { max: 1 });
    const taken = await pool.connect();
    const begun = performance.now();
    const refused: unknown = await pool.query("SELECT 1").catch((error: unknown) => error);
    expect(performance.now() - begun).toBeGreaterThan(CONNECTION_WAIT_MS_MAX - 100);
    expect([isOverloaded(refused), isStorageTrouble(refused)]).toEqual([true, false]);
    taken.release();
    await pool.query("SELECT 1");
    await pool.end();
  });

  test("of which the server has no more are shared, and nobody is refused", async () => {
    const pool = openPool(limited, { max: 10 });
    const done: number[] = [];
    await Promise.all(Array.from({ length: 30 }, (_, n) => finish(pool, done, n)));
    expect([done.length, pool.totalCount, pool.options.max]).toEqual([30, LIMIT, LIMIT]);
    await pool.end();
  });

  test("are as many as was said last, also when that was said while the server had no more", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    const pool = openPool(limited, { max: 10 });
    try {
      const done: number[] = [];
      await Promise.all(Array.from({ length: 30 }, (_, n) => finish(pool, done, n)));
      expect(pool.options.max).toBe(LIMIT);
      pool.setMax(7);
      expect(pool.options.max).toBe(LIMIT);
      vi.advanceTimersByTime(CONTENT_MS);
      expect(pool.options.max).toBe(7);
    } finally {
      vi.useRealTimers();
      await pool.end();
    }
  });

  test(
    "that others hold, all of them, make nobody wait longer than the deadline, and no server is taken for away",
    async () => {
      const others = await Promise.all(
        Array.from({ length: LIMIT }, async () => {
          const client = new pg.Client({ connectionString: limited });
          await client.connect();
          return client;
        }),
      );
      const school = openDatabase(limited);
      try {
        const refusals = await Promise.all([
          school.read
            .select()
            .from(counters)
            .catch((error: unknown) => error),
          school.write((tx) => tx.insert(counters).values({ name: "late", value: 1 })).catch((error: unknown) => error),
        ]);
        expect(refusals.map((each) => isOverloaded((each as Error).cause ?? each))).toEqual([true, true]);
        expect(school.storage().state).toBe("ok");
      } finally {
        await Promise.all(others.map((client) => client.end()));
      }
      await school.write((tx) => tx.insert(counters).values({ name: "in time", value: 1 }));
      expect(await school.read.$count(counters)).toBe(1);
      await school.close();
    },
    scaleDeadline(30_000),
  );

  test("are divided by what the server has for this account, and it is said when they are too few", async () => {
    const school = openDatabase(limited);
    expect(await school.fitConnections({ processes: 2, cores: 2 })).toMatchObject({ limit: LIMIT, isShort: true });
    await school.close();
    expect(await database.fitConnections({ processes: 2, cores: 2 })).toMatchObject({ limit: 297, isShort: false });
  });
});

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPgBouncer, type Pooler, startPgBouncer } from "#tests/support/pgbouncer.ts";
import { engine } from "./engine.ts";
import { openInspector } from "./inspect.ts";
import { migratePostgres } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { openPool } from "./postgres-connect.ts";
import { readSetting } from "./read-setting.ts";
import { counters, settings } from "./schema/index.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let pooler: Pooler;

// The rule that needs no PgBouncer stands in postgres-pooler.db.test.ts.
describe.skipIf(engine === "sqlite" || !hasPgBouncer)(
  "behind PgBouncer in transaction mode, with two connections",
  () => {
    beforeAll(async () => {
      database = await openTestDatabase();
      pooler = await startPgBouncer(database.url);
    });
    afterAll(async () => {
      await pooler?.stop();
      await database?.drop();
    });

    test("servers start, write and read side by side, and each sees what it should", async () => {
      expect(await migratePostgres(pooler.url)).toEqual([]);
      const servers = [openDatabase(pooler.url), openDatabase(pooler.url), openDatabase(pooler.url)];
      const add = sql`${counters.value} + 1`;
      const bump = (n: number) =>
        servers[n % 3]?.write(async (tx) => {
          const again = { target: counters.name, set: { value: add } };
          await tx.insert(counters).values({ name: "shared", value: 1 }).onConflictDoUpdate(again);
          await tx.insert(counters).values({ name: `own-${n}`, value: n });
        });
      const reads = Array.from({ length: 200 }, (_, n) => servers[n % 3]?.read.$count(counters));
      await Promise.all([...Array.from({ length: 60 }, (_, n) => bump(n)), ...reads]);
      const [row] = await database.read.select().from(counters).where(sql`${counters.name} = 'shared'`);
      expect([row?.value, await database.read.$count(counters)]).toEqual([60, 61]);
      expect(await servers[0]?.fitConnections({ processes: 2, cores: 2 })).toMatchObject({ isShort: false });
      await Promise.all(servers.map((server) => server.close()));
    });

    test("a read-only look leaves no read-only connection to the next who writes", async () => {
      const inspector = await openInspector(pooler.url);
      const server = openDatabase(pooler.url);
      for (let n = 0; n < 10; n++) {
        await inspector?.ask("SELECT 1");
        await expect(inspector?.ask("DELETE FROM settings")).rejects.toThrow(/read-only/);
        await server.write((tx) => tx.insert(settings).values({ key: `k${n}`, value: n, updatedAt: new Date(0) }));
      }
      expect(await readSetting(pooler.url, "k9")).toBe(9);
      await inspector?.close();
      await server.close();
    });

    test("more people than it takes connections from wait in line, and none is refused", async () => {
      const small = await startPgBouncer(database.url, { max_client_conn: 3 });
      const pool = openPool(small.url, { max: 10 });
      try {
        const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => pool.query("SELECT $1::int AS n", [n])));
        expect(answers.map(({ rows }) => rows[0]?.n)).toEqual(Array.from({ length: 40 }, (_, n) => n));
      } finally {
        await pool.end();
        await small.stop();
      }
    });
  },
);

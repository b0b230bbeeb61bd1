import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "./engine.ts";
import { openInspector } from "./inspect.ts";
import { migrate } from "./migrate.ts";
import { settings } from "./schema/index.ts";
import { openTestDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

/** What a connection keeps when its transaction is over, and a pooler that works by transactions hands on to somebody else. */
async function leftBehind(): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const locks = await client.query(
      "SELECT locktype, mode FROM pg_locks WHERE pid <> pg_backend_pid() AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    );
    return locks.rows;
  } finally {
    await client.end();
  }
}

test.skipIf(engine === "sqlite")(
  "a write, a migration and a look leave nothing on their connections that a pooler would hand on",
  async () => {
    await database.write((tx) => tx.insert(settings).values({ key: "pooled", value: 1, updatedAt: new Date(0) }));
    expect(await leftBehind()).toEqual([]);
    await migrate(database.url, "postgres");
    const inspector = await openInspector(database.url);
    await inspector?.ask("SELECT 1");
    expect(await inspector?.ask("SHOW default_transaction_read_only")).toEqual([
      { default_transaction_read_only: "off" },
    ]);
    await expect(inspector?.ask("DELETE FROM settings")).rejects.toThrow(/read-only/);
    expect(await leftBehind()).toEqual([]);
    await inspector?.close();
  },
);

import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { settings } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";

let ours: TestDatabase;
let theirs: TestDatabase;
beforeAll(async () => {
  [ours, theirs] = await Promise.all([openTestDatabase(), openTestDatabase()]);
});
afterAll(() => Promise.all([ours.drop(), theirs.drop()]));

test("each test file has a migrated database of its own", async () => {
  await ours.write(async (tx) => {
    await tx.insert(settings).values({ key: "school.name", value: "Ours", updatedAt: new Date(0) });
  });
  const count = { rows: sql<number>`count(*)`.mapWith(Number) };
  expect(await ours.read.select(count).from(settings)).toEqual([{ rows: 1 }]);
  expect(await theirs.read.select(count).from(settings)).toEqual([{ rows: 0 }]);
});

test("the postgres run is on PostgreSQL, and the sqlite run is not", (context) => {
  const onPostgres = context.task.file.projectName === "postgres";
  expect(ours.url.startsWith("postgres://")).toBe(onPostgres);
});

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { runBare } from "#tests/support/break-database.ts";
import { MOVED, tableOfMarker } from "../move/markers.ts";
import { refuseUnreadyDatabase } from "./refuse-unready.ts";

let database: TestDatabase | undefined;
afterEach(async () => {
  await database?.drop();
  database = undefined;
});

/** What `next start` says of a database to which this was done; nothing where it starts. */
async function refusalAfter(...statements: string[]): Promise<string | undefined> {
  const made = (database = await openTestDatabase());
  for (const text of statements) await runBare(made.url, text);
  return refuseUnreadyDatabase(made.url).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

test("next start alone serves a database of this version", async () => {
  expect(await refusalAfter()).toBeUndefined();
});

test("next start alone serves no database of a newer version", async () => {
  const insert = "INSERT INTO matricula_migrations (tag, hash, applied_at) VALUES ('9999_tomorrow', 'x', 'now')";
  expect(await refusalAfter(insert)).toMatch(/"9999_tomorrow".*newer version/);
});

test("next start alone serves no database that waits for migrations, and names what applies them", async () => {
  const last = "DELETE FROM matricula_migrations WHERE tag = (SELECT max(tag) FROM matricula_migrations)";
  expect(await refusalAfter(last)).toMatch(/waits for 1 migration.*npm start/);
});

test("next start alone serves no database that has moved", async () => {
  const moved = `INSERT INTO ${MOVED} (id, place, at) VALUES ('m', 'postgres://new.example/school', 'now')`;
  expect(await refusalAfter(tableOfMarker(MOVED), moved)).toContain("postgres://new.example/school");
});

test("next start alone makes no database", async () => {
  const file = "/tmp/matricula-of-nobody.db";
  rmSync(file, { force: true });
  await expect(refuseUnreadyDatabase(file)).rejects.toThrow(/npm start/);
});

test("next start alone serves no file that is no database, and says what to look at", async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "matricula-no-database-")), "junk.db");
  writeFileSync(file, randomBytes(20_000));
  await expect(refuseUnreadyDatabase(file)).rejects.toThrow(/junk\.db is not a SQLite database.*DATABASE_URL/);
  rmSync(path.dirname(file), { recursive: true });
});

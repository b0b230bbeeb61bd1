import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { migrateSqlite } from "./migrate.ts";

const home = mkdtempSync(path.join(tmpdir(), "matricula-migrate-"));
afterAll(() => rmSync(home, { recursive: true }));

test("the database of another program is refused, and not a byte of it is changed", () => {
  const file = path.join(home, "songs.db");
  const theirs = new BetterSqlite(file);
  theirs.exec("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('One')");
  theirs.close();
  const before = readFileSync(file);
  expect(() => migrateSqlite(file)).toThrow(
    /is the database of another program: it has the table "songs".*Mend: set DATABASE_URL/,
  );
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a file that is not there yet, or holds nothing, is taken", () => {
  const file = path.join(home, "school.db");
  expect(migrateSqlite(file).length).toBeGreaterThan(0);
  expect(migrateSqlite(file)).toEqual([]);
  const empty = path.join(home, "empty.db");
  const sqlite = new BetterSqlite(empty);
  sqlite.exec("CREATE TABLE a (b); DROP TABLE a");
  sqlite.close();
  expect(migrateSqlite(empty).length).toBeGreaterThan(0);
});

import { chmodSync, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WrongVersion } from "./errors.ts";
import { committedMigrations, migrateSqlite } from "./migrate.ts";
import { openSqlite } from "./sqlite.ts";
import { connect, openToRead } from "./sqlite-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "matricula-file-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("a new database and what SQLite keeps beside it are for their owner's eyes alone", async () => {
  const file = join(folder, "deep", "matricula.db");
  migrateSqlite(file);
  const database = openSqlite(file);
  await database.write(async () => {});
  expect([mode(join(folder, "deep")), mode(file), mode(`${file}-wal`), mode(`${file}-shm`)]).toEqual([
    "700",
    "600",
    "600",
    "600",
  ]);
  await database.close();
});

test("every connection reads its settings back as they must be", () => {
  const file = join(folder, "matricula.db");
  migrateSqlite(file);
  for (const readonly of [false, true]) {
    const sqlite = connect(file, { readonly });
    const said = ["journal_mode", "synchronous", "cache_size", "foreign_keys", "busy_timeout", "temp_store"].map(
      (name) => sqlite.pragma(name, { simple: true }),
    );
    expect(said).toEqual(["wal", 1, -20000, 1, 5000, 2]);
    sqlite.close();
  }
});

test("migrations run from empty once, and a second start finds nothing to do", () => {
  const file = join(folder, "matricula.db");
  expect(migrateSqlite(file)).toEqual(committedMigrations("sqlite").map(({ tag }) => tag));
  expect(migrateSqlite(file)).toEqual([]);
});

test("a database from a newer version is refused and not touched", () => {
  const file = join(folder, "matricula.db");
  migrateSqlite(file);
  const sqlite = new BetterSqlite(file);
  sqlite.exec("INSERT INTO matricula_migrations VALUES ('9999_from_the_future', 'x', '2030')");
  const before = sqlite.prepare("SELECT count(*) AS n FROM sqlite_master").get();
  expect(() => migrateSqlite(file)).toThrow(WrongVersion);
  expect(sqlite.prepare("SELECT count(*) AS n FROM sqlite_master").get()).toEqual(before);
  sqlite.close();
});

test("a migration that was changed after it ran is refused", () => {
  const file = join(folder, "matricula.db");
  migrateSqlite(file);
  const sqlite = new BetterSqlite(file);
  sqlite.exec("UPDATE matricula_migrations SET hash = 'another' WHERE tag LIKE '0000%'");
  sqlite.close();
  expect(() => migrateSqlite(file)).toThrow(WrongVersion);
});

test("a file that cannot be written says so at once", () => {
  const file = join(folder, "matricula.db");
  chmodSync(folder, 0o700);
  expect(() => openSqlite(join(folder, "none", "\0", "x.db"))).toThrow();
  expect(() => connect(file, { readonly: true })).toThrow();
});

/** A file as a process leaves it that dies in a long write, without a write-ahead log: with rows that were never committed, and how to undo them. */
function leaveHalfWritten(): string {
  const [alive, dead] = [join(folder, "alive.db"), join(folder, "dead.db")];
  const sqlite = new BetterSqlite(alive);
  sqlite.pragma("cache_size = 10");
  sqlite.exec("CREATE TABLE settings (key TEXT, value TEXT); INSERT INTO settings VALUES ('kept', '1')");
  sqlite.exec("BEGIN");
  const add = sqlite.prepare("INSERT INTO settings VALUES ('half', hex(randomblob(500)))");
  for (let n = 0; n < 500; n++) add.run();
  for (const end of ["", "-journal"]) copyFileSync(`${alive}${end}`, `${dead}${end}`);
  sqlite.close();
  return dead;
}

test("what a process that died left half written is undone by whoever looks at the file first", async () => {
  const file = leaveHalfWritten();
  expect(() => new BetterSqlite(file, { readonly: true }).prepare("SELECT * FROM settings")).toThrow(/readonly/);
  const sqlite = openToRead(file);
  expect(sqlite.prepare("SELECT key FROM settings").pluck().all()).toEqual(["kept"]);
  sqlite.close();
});

import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import BetterSqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { type Config } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { formatFinding } from "../health/format-finding.ts";
import { quickIntegrity } from "./checks/content.ts";
import { runChecks } from "./run-checks.ts";
import { english, NOW, openCheckedSchool } from "./testing.ts";

const { database, env, findings, home, settings, states } = await openCheckedSchool();

describe.runIf(engine === "sqlite")("SQLite's file", () => {
  /** A copy, to be spoilt. */
  function spoilt(spoil: (file: string) => void): Config {
    const file = path.join(mkdtempSync(path.join(home, "copy-")), "matricula.db");
    const source = new BetterSqlite(database.url, { readonly: true });
    source.exec(`VACUUM INTO '${file}'`);
    source.close();
    chmodSync(file, 0o600);
    spoil(file);
    return settings({ DATABASE_URL: `file:${file}` });
  }
  const sql = (text: string) => (file: string) => {
    const sqlite = new BetterSqlite(file);
    sqlite.unsafeMode();
    sqlite.exec(text);
    sqlite.close();
  };

  test("that is not in WAL mode is wrong", async () => {
    const [found] = await findings("pragmas", "start", spoilt(sql("PRAGMA journal_mode = DELETE")));
    expect(found).toMatchObject({ state: "wrong", words: "journal_mode is delete, and must be wal." });
  });

  test("with bytes that were flipped is damaged", async () => {
    const of = spoilt((file) => {
      const handle = openSync(file, "r+");
      writeSync(handle, Buffer.alloc(4096 * 6, 0xa5), 0, 4096 * 6, 4096 * 20);
      closeSync(handle);
    });
    const { state, results } = await runChecks(of, "quick", { now: NOW });
    expect([state, results.some(({ words, isDamage }) => isDamage && /damaged/.test(english.format(words)))]).toEqual([
      "wrong",
      true,
    ]);
  });

  test("that is none is said to be none, before a restore is thought of, by the doctor and by a start", async () => {
    const of = spoilt((file) => writeFileSync(file, "name;price\n".repeat(2_000)));
    const { file } = of.database as { file: string };
    const { results: found } = await runChecks(of, "start", { now: NOW });
    expect(found.map((each) => formatFinding(each, english)).find(({ isDamage }) => isDamage)).toMatchObject({
      words: `${file} is not a SQLite database.`,
      mend: expect.stringMatching(/^see that DATABASE_URL, or MATRICULA_DATA_DIR, names the school's own file/),
    });
    const { stderr } = spawnSync(
      process.execPath,
      ["ops/cli/token.ts", "--email", "a@school.example", "--scope", "courses:read"],
      {
        env: { ...process.env, ...env({ DATABASE_URL: `file:${file}` }) },
        encoding: "utf8",
      },
    );
    expect(stderr).toMatch(/^\S+ is not a SQLite database\. Mend: see that DATABASE_URL/);
  });

  test("with a row that breaks a rule is wrong, and not damaged", async () => {
    const said = (line: string) => ({ engine, ask: async () => [{ quick_check: line }], close: async () => {} });
    const look = (line: string) => quickIntegrity.run({ settings: settings(), now: NOW, database: said(line) });
    expect(await look("CHECK constraint failed in orders")).toEqual([expect.not.objectContaining({ isDamage: true })]);
    expect(await look("Tree 126 page 305: btreeInitPage() returns error code 11")).toMatchObject([{ isDamage: true }]);
  });

  test("whose index says something else than its rows passes the quick check and not the whole one", async () => {
    const spoil = `CREATE TABLE t (a, b); CREATE INDEX t_a ON t (a); INSERT INTO t VALUES (1, 2);
      PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX t_a ON t (b)' WHERE name = 't_a'`;
    const of = spoilt(sql(spoil));
    const [quick, full] = [await states("integrity", "full", of), await states("whole database", "full", of)];
    expect([quick, full[0]]).toEqual([["ok"], "wrong"]);
  });

  test("whose list of free pages counts one too many is damaged", async () => {
    const of = spoilt((file) => {
      sql("CREATE TABLE filler (text); INSERT INTO filler VALUES (zeroblob(400000)); DROP TABLE filler")(file);
      const bytes = readFileSync(file);
      // The first page of the list, and how many it names (https://sqlite.org/fileformat2.html#the_freelist).
      const named = (bytes.readUInt32BE(32) - 1) * 4096 + 4;
      bytes.writeUInt32BE(bytes.readUInt32BE(named) + 1, named);
      writeFileSync(file, bytes);
    });
    expect(await states("free pages", "quick", of)).toEqual(["wrong"]);
  });

  test("with a row that refers to nothing is wrong", async () => {
    const of = spoilt((file) => {
      const sqlite = new BetterSqlite(file);
      sqlite.pragma("foreign_keys = OFF");
      sqlite.exec("CREATE TABLE child (of text REFERENCES users (id)); INSERT INTO child VALUES ('usr_nobody')");
      sqlite.close();
    });
    expect((await findings("foreign keys", "quick", of))[0]).toMatchObject({
      state: "wrong",
      words: expect.stringContaining("child"),
    });
  });

  test("of a newer version is wrong", async () => {
    const of = spoilt(sql("INSERT INTO matricula_migrations VALUES ('9999_future', 'x', 'x')"));
    expect((await findings("migrations", "start", of))[0]).toMatchObject({
      state: "wrong",
      words: expect.stringContaining("9999_future"),
    });
  });

  test("the command ends with 1 when something is wrong, and says the same in JSON", () => {
    const run = (more: Record<string, string>, ...args: string[]) =>
      spawnSync(process.execPath, ["ops/cli/doctor.ts", ...args], {
        env: { ...process.env, ...env(more) },
        encoding: "utf8",
      });
    const bad = spoilt(sql("PRAGMA journal_mode = DELETE")).database;
    const DATABASE_URL = bad.engine === "sqlite" ? `file:${bad.file}` : "";
    const [good, wrong] = [run({}, "--quick", "--json"), run({ DATABASE_URL }, "--quick", "--json")];
    expect([good.status, JSON.parse(good.stdout).state]).toEqual([0, "ok"]);
    expect([wrong.status, JSON.parse(wrong.stdout).state]).toEqual([1, "wrong"]);
    expect(run({ DATABASE_URL }, "--quick").stdout).toMatch(/WRONG\s+pragmas\s+journal_mode is delete/);
  });
});

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { engine } from "#db/engine.ts";
import { isCannotSave } from "#db/errors.ts";
import { openDatabase } from "#db/open.ts";
import { users } from "#db/schema/index.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { runChecks } from "../doctor/run-checks.ts";
import { ARRIVING, readMarkers } from "./markers.ts";
import { contentOf, move, type MoveTests, onFile, onServer, openMoveTests } from "./testing.ts";

// A move needs both engines whichever the run is for, so one run of it is enough.
const testMove = test.runIf(engine === "sqlite");

let tests: MoveTests;
const copySchool = () => tests.copySchool();
const emptyDatabase = () => tests.emptyDatabase();

beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

testMove("a school moves to PostgreSQL and back, and every row of every table is what it was", async () => {
  const before = contentOf(tests.school);
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  const [file, there, back] = [copySchool(), await emptyDatabase(), path.join(tests.home, "back.db")];
  const { rows } = await move(file, there);
  expect(rows).toBeGreaterThan(90);

  const settings = readConfig({ DATABASE_URL: there, MATRICULA_DATA_DIR: tests.home });
  const { results } = await runChecks(settings, "full");
  const inDatabase = new Set(["migrations", "foreign keys", "integrity", "whole database", "currencies"]);
  expect(results.filter(({ check, state }) => inDatabase.has(check) && state !== "ok")).toEqual([]);

  await move(there, back);
  expect(contentOf(back)).toEqual(before);
  const found = "SELECT count(*) FROM course_fts WHERE course_fts MATCH 'Bookbinding'";
  expect(onFile(back, (sqlite) => sqlite.prepare(found).pluck().get())).toBe(1);
});

testMove("a sealed database refuses every change and every start, with the new place", inAllOnSqlite, async () => {
  const [file, there] = [copySchool(), await emptyDatabase()];
  await move(file, there);
  onFile(file, (sqlite) => {
    for (const name of sqlite.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE '%STRICT'").pluck().all())
      expect(() => sqlite.exec(`INSERT INTO "${name as string}" DEFAULT VALUES`)).toThrow("has moved to postgres://");
  });
  const began = runCommand("job", file, ["--list"]);
  expect([began.status, began.stderr]).toEqual([1, expect.stringContaining("This school has moved to postgres://")]);

  const settings = readConfig({ DATABASE_URL: `file:${file}`, MATRICULA_DATA_DIR: tests.home });
  const { results } = await runChecks(settings, "start");
  expect(results.find(({ check }) => check === "place")).toMatchObject({
    state: "wrong",
    words: { key: "move.has_moved" },
    refusesStart: true,
  });

  const back = path.join(tests.home, "sealed-there.db");
  await move(there, back);
  await expect(onServer(there, "UPDATE users SET name = 'x'")).rejects.toThrow("has moved to file:");
  await expect(onServer(there, "TRUNCATE samples")).rejects.toThrow("has moved to file:");
});

testMove(
  "a server that still runs where the school was reads on, and says that nothing can be written there",
  inAllOnSqlite,
  async () => {
    const [file, there] = [copySchool(), await emptyDatabase()];
    const running = openDatabase(file);
    await move(file, there);
    const writing = running.write((tx) => tx.update(users).set({ name: "x" }));
    await expect(writing).rejects.toSatisfy(isCannotSave);
    expect(running.storage()).toMatchObject({ state: "read_only", detail: expect.stringContaining("has moved to") });
    expect(await running.read.select({ id: users.id }).from(users).limit(1)).toHaveLength(1);
    await running.close();
    // PostgreSQL's own code for a database that is only read; the servers know it.
    await move(there, path.join(tests.home, "left-there.db"));
    await expect(onServer(there, "DELETE FROM samples")).rejects.toMatchObject({ code: "25006" });
  },
);

testMove(
  "on PostgreSQL the numbers go on where they were, and what is not sealed yet moves back sealed",
  inAllOnSqlite,
  async () => {
    const [file, there] = [copySchool(), await emptyDatabase()];
    const before = onFile(file, (sqlite) => sqlite.prepare("SELECT max(seq) FROM audit_log").pluck().get() as number);
    await move(file, there);
    for (const id of ["first", "second"])
      await onServer(
        there,
        `INSERT INTO audit_log (seq, at, actor_type, actor_id, action, object_type, object_id, request_id, hash)
       VALUES (nextval('audit_log_numbers'), now(), 'system', 'test', 'course.edit', 'thing', '${id}', 'req', '')`,
      );
    await onServer(
      there,
      `INSERT INTO journals VALUES (nextval('journals_numbers'), 'jnl_unsealed', now(), 'order_paid', 'order', 'ord_none', '')`,
    );
    const back = path.join(tests.home, "sealed-on-the-way.db");
    // The copy is compared row by row, and its chain from the first entry to the last.
    await move(there, back);
    const entries = "SELECT seq, object_id, length(hash) FROM audit_log WHERE seq > ? ORDER BY seq";
    expect(onFile(back, (sqlite) => sqlite.prepare(entries).raw().all(before))).toEqual([
      [before + 1, "first", 64],
      [before + 2, "second", 64],
    ]);
    expect(
      onFile(back, (sqlite) => sqlite.prepare("SELECT count(*) FROM journals WHERE hash = ''").pluck().get()),
    ).toBe(0);
  },
);

testMove(
  "an unfinished copy is no school; the same command finishes a move that ended after the seal",
  inAllOnSqlite,
  async () => {
    const [file, there] = [copySchool(), await emptyDatabase()];
    const stop = (key: string) => {
      if (key === "move.sealed") throw new Error("killed");
    };
    await expect(move(file, there, stop)).rejects.toThrow("killed");
    const began = runCommand("job", there, ["--list"]);
    expect([began.status, began.stderr]).toEqual([1, expect.stringContaining("to this database has not finished")]);

    await move(file, there);
    expect(await readMarkers(there)).toEqual({ moved: undefined, arriving: undefined });
    await expect(move(file, there)).rejects.toThrow("This school has moved to");
  },
);

testMove("a connection that is lost leaves the school where it was, and says so", inAllOnSqlite, async () => {
  const [file, there] = [copySchool(), await emptyDatabase()];
  const cut = async (key: string) => {
    if (key !== "move.copied") return;
    const others = "datname = current_database() AND pid <> pg_backend_pid()";
    await onServer(there, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
  };
  await expect(move(file, there, cut)).rejects.toThrow(/was cut off: .*The school stays where it was/);
  expect((await readMarkers(file)).moved).toBeUndefined();
  await move(file, there);

  const nobody = new URL(there);
  nobody.password = "another";
  await expect(move(copySchool(), nobody.href)).rejects.toThrow(/^The target postgres:.* cannot be reached: password/);
});

testMove("a target that holds anything is refused with what it holds, and not touched", async () => {
  const there = await emptyDatabase();
  await onServer(there, "CREATE TABLE someone_elses (id int)");
  await expect(move(copySchool(), there)).rejects.toThrow('it has the table "someone_elses"');
  expect((await onServer(there, `SELECT to_regclass('${ARRIVING}') AS found`))[0]).toEqual({ found: null });
});

testMove("a school whose audit log was changed by hand does not move, and its target stays empty", async () => {
  const [file, there] = [copySchool(), await emptyDatabase()];
  onFile(file, (sqlite) => {
    sqlite.exec("DROP TRIGGER audit_log_no_update");
    sqlite.exec("UPDATE audit_log SET action = 'nothing' WHERE seq = 3");
  });
  await expect(move(file, there)).rejects.toThrow("chain is broken at entry 3");
  expect(await onServer(there, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
});

testMove("where there is no school nothing moves, and no file is made", async () => {
  const nothing = path.join(tests.home, "nothing.db");
  await expect(move(nothing, await emptyDatabase())).rejects.toThrow("There is no school at");
  expect(existsSync(nothing)).toBe(false);
  await expect(move(await emptyDatabase(), nothing)).rejects.toThrow("There is no school at");
});

testMove.for([
  ["a NUL", "'a' || char(0) || 'b'", "NUL"],
  ["bytes that are no text", "CAST(x'61ff62' AS text)", "no UTF-8"],
] as const)(
  "what PostgreSQL cannot hold is named with its table, row and column: %s",
  inAllOnSqlite,
  async ([, value, why]) => {
    const file = copySchool();
    const id = onFile(file, (sqlite) => {
      sqlite.exec(`UPDATE users SET name = ${value} WHERE id = (SELECT min(id) FROM users)`);
      sqlite.exec("UPDATE users SET name = char(65533) WHERE id = (SELECT max(id) FROM users)");
      return sqlite.prepare("SELECT min(id) FROM users").pluck().get() as string;
    });
    const there = await emptyDatabase();
    await expect(move(file, there)).rejects.toThrow(new RegExp(`row ${id}, column name\\. .*${why}`));
    expect(await readMarkers(file)).toEqual({ moved: undefined, arriving: undefined });
    if (why !== "NUL") return;
    onFile(file, (sqlite) => sqlite.exec("UPDATE users SET name = 'A name' WHERE id = (SELECT min(id) FROM users)"));
    await move(file, there);
  },
);

function environmentOf(url: string) {
  return {
    ...process.env,
    DATABASE_URL: url.startsWith("postgres") ? url : `file:${url}`,
    MATRICULA_DATA_DIR: path.join(tests.home, "data"),
    MATRICULA_ALLOW_EPHEMERAL: "yes",
  };
}

function runCommand(name: string, url: string, args: string[] = []) {
  const command = [path.resolve(`ops/cli/${name}.ts`), ...args];
  return spawnSync(process.execPath, command, { env: environmentOf(url), encoding: "utf8" });
}

/** What people have reported of other programs' moves from SQLite or MySQL to PostgreSQL, tried here. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { migratePostgres, migrateSqlite } from "#db/migrate.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { isLong } from "#tests/support/long-run.ts";
import { NONE, readMarkers } from "./markers.ts";
import { contentOf, move, type MoveTests, onFile, onServer, openMoveTests } from "./testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

/** A copy of the school that somebody has changed with another program. */
function changedSchool(statements: string): string {
  const file = tests.copySchool();
  onFile(file, (sqlite) => {
    sqlite.pragma("foreign_keys = OFF");
    sqlite.exec(statements);
  });
  return file;
}

async function schemaOf(url: string) {
  const ask = (select: string) => onServer(url, select);
  return {
    indexes: await ask("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
    constraints: await ask(
      `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS definition, condeferrable, convalidated
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
    ),
    triggers: await ask(
      "SELECT tgrelid::regclass::text AS of, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    ),
    internal: await ask(
      "SELECT tgenabled, tgdeferrable, count(*) FROM pg_trigger WHERE tgisinternal GROUP BY 1, 2 ORDER BY 1, 2",
    ),
  };
}

describe.runIf(engine === "sqlite")("a move, where others have lost something,", () => {
  // mattermost/docs#6811: indexes of searches were not there afterwards, and nothing said so.
  test("leaves every index, constraint and trigger as a new database has them, both ways", inAllOnSqlite, async () => {
    const [there, fresh] = [await tests.emptyDatabase(), await tests.emptyDatabase()];
    await move(tests.copySchool(), there);
    await migratePostgres(fresh);
    expect(await schemaOf(there)).toEqual(await schemaOf(fresh));

    const [back, empty] = [tests.newFile(), tests.newFile()];
    await move(there, back);
    migrateSqlite(empty);
    const schema = (file: string) =>
      onFile(file, (sqlite) => sqlite.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2").all());
    expect(schema(back)).toEqual(schema(empty));
    expect(onFile(back, (sqlite) => sqlite.pragma("journal_mode", { simple: true }))).toBe("wal");
  });

  // dani-garcia/vaultwarden#656, TomBursch/kitchenowl#325: SQLite had taken rows that refer to nothing.
  test("names rows that refer to nothing before anything is copied", async () => {
    const file = changedSchool("UPDATE enrolments SET course_id = '' WHERE id = (SELECT min(id) FROM enrolments)");
    const there = await tests.emptyDatabase();
    await expect(move(file, there)).rejects.toThrow(/not sound[^]*enrolments/);
    expect(await onServer(there, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });

  // dimitri/pgloader#559, netbirdio/docs#402: numbers for yes and no became numbers, or nothing.
  test("brings yes and no over as such, and refuses what is neither", inAllOnSqlite, async () => {
    const file = tests.copySchool();
    const there = await tests.begunDatabase(file);
    await move(file, there);
    const [column] = (await onServer(
      there,
      `SELECT table_name AS of, column_name AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'boolean' AND table_name NOT LIKE '%\\_views'
         AND table_name NOT LIKE 'accounting\\_%' ORDER BY 1, 2`,
    )) as { of: string; name: string }[];
    const { of, name } = column as { of: string; name: string };
    const counts = (value: string) => `SELECT count(*) AS n FROM ${of} WHERE ${name} = ${value}`;
    for (const [ours, theirs] of [
      ["0", "false"],
      ["1", "true"],
    ] as const)
      expect((await onServer(there, counts(theirs)))[0].n).toBe(
        String(onFile(file, (sqlite) => sqlite.prepare(counts(ours)).pluck().get())),
      );
    const wrong = changedSchool(`UPDATE ${of} SET ${name} = 2 WHERE rowid = (SELECT min(rowid) FROM ${of})`);
    await expect(move(wrong, await tests.begunDatabase(wrong))).rejects.toThrow(/neither yes nor no/);
  });

  // mattermost/mattermost#26974, mattermost/docs#7510: NUL was taken out on the way, and JSON that is none stopped the load halfway.
  // Which values are refused: lines.test.ts.
  test("names the row that holds JSON that is none, and the school stays where it was", async () => {
    const file = tests.copySchool();
    onFile(file, (sqlite) => sqlite.prepare("UPDATE settings SET value = ? WHERE key = 'e'").run("{'a': 1}"));
    await expect(move(file, await tests.begunDatabase(file))).rejects.toThrow(
      /"settings" holds a value .*row e, column value\. .*not JSON/,
    );
    expect(await readMarkers(file)).toEqual(NONE);
  });

  test("names the row of a moment that a file would not hold, and moves once it is mended", inAllOnSqlite, async () => {
    const [there, back] = [await tests.copyInPostgres(), tests.newFile()];
    const moveWith = async (moment: string) => {
      const change = `UPDATE users SET created_at = '${moment}' WHERE id = (SELECT min(id) FROM users) RETURNING id`;
      const [{ id }] = (await onServer(there, change)) as [{ id: string }];
      return { id, moving: move(there, back) };
    };
    for (const moment of ["infinity", "0044-03-15 12:00 BC"]) {
      const { id, moving } = await moveWith(moment);
      await expect(moving).rejects.toThrow(new RegExp(`row ${id}, column created_at\\. It is no moment`));
    }
    await (await moveWith("2026-11-29 08:15:00")).moving;
    expect(await readMarkers(back)).toEqual(NONE);
  });

  // TomBursch/kitchenowl#325: nothing and an empty text were the same.
  test("keeps an empty text, nothing, and a text that looks like nothing apart", inAllOnSqlite, async () => {
    const file = tests.copySchool();
    onFile(file, (sqlite) => {
      const set = sqlite.prepare(
        "UPDATE users SET name = ?, language = ? WHERE id = (SELECT id FROM users ORDER BY id LIMIT 1 OFFSET ?)",
      );
      for (const [at, [name, language]] of [
        ["", null],
        ["\\N", null],
        ["NULL", null],
        ["\\\\N", null],
      ].entries())
        set.run(name, language, at);
    });
    const [there, back] = [await tests.begunDatabase(file), tests.newFile()];
    await move(file, there);
    expect(await onServer(there, 'SELECT name FROM users ORDER BY id COLLATE "C" LIMIT 4')).toEqual(
      ["", "\\N", "NULL", "\\\\N"].map((name) => ({ name })),
    );
    await move(there, back);
    expect(contentOf(back)).toEqual(contentOf(file));
  });

  // lihor-hub/news-dashboard#254: old rows did not meet the rules of the new tables.
  test("refuses what the tables' own rules refuse, in the copy and behind it", inAllOnSqlite, async () => {
    for (const at of ["move.watching", "move.compared"]) {
      const [there, back] = [await tests.copyInPostgres(), tests.newFile()];
      const spoil = "ALTER TABLE cohorts DROP CONSTRAINT cohorts_price; UPDATE cohorts SET price_minor = -1";
      await expect(
        move(there, back, async (key) => void (key === at && (await onServer(there, spoil)))),
      ).rejects.toThrow(/CHECK constraint failed.*cohorts/);
    }
  });

  // dimitri/pgloader#132: values went into the neighbouring column where the columns stood in another order.
  test("finds columns by their names, in whichever order they stand", inAllOnSqlite, async () => {
    const file = changedSchool(`
      CREATE TABLE other (value integer NOT NULL, name text PRIMARY KEY NOT NULL) STRICT;
      INSERT INTO other (name, value) SELECT name, value FROM counters;
      DROP TABLE counters; ALTER TABLE other RENAME TO counters`);
    const there = await tests.begunDatabase(file);
    await move(file, there);
    const rows = await onServer(there, 'SELECT name, value::text FROM counters ORDER BY name COLLATE "C"');
    const ours = "SELECT name, CAST(value AS text) AS value FROM counters ORDER BY name";
    expect(rows).toEqual(onFile(file, (sqlite) => sqlite.prepare(ours).all()));
  });

  // dimitri/pgloader#16, #327, #741: large rows and long tables were kept in memory. It takes as long as all the others.
  test.runIf(isLong)("needs little memory, however long a table is and however large its rows are", async () => {
    const file = tests.copySchool();
    onFile(file, (sqlite) => {
      const at = "1767225600000";
      sqlite.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO samples (at, process, figures) SELECT ${at}, printf('%0100d', i), '{}' FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
        INSERT INTO samples (at, process, figures) SELECT ${at} + 1, i, json_object('a', printf('%04000000d', i)) FROM n`);
    });
    const [there, back] = [await tests.emptyDatabase(), tests.newFile()];
    const moveInLittle = (from: string, to: string) => {
      const program = path.resolve("tests/support/move-and-die.ts");
      const args = ["--max-old-space-size=72", program, from, to, "never"];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
      return { status, stderr };
    };
    expect(moveInLittle(file, there)).toEqual({ status: 0, stderr: "" });
    expect(moveInLittle(there, back)).toEqual({ status: 0, stderr: "" });
    const count = "SELECT count(*) FROM samples";
    const counted = (of: string) => onFile(of, (sqlite) => sqlite.prepare(count).pluck().get());
    expect(counted(back)).toBe(counted(file));
  });
});

import { existsSync, truncateSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { engine } from "#db/engine.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { type Message, sourceText } from "#messages/message.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { refuseEncoding } from "../refuse-encoding.ts";
import { NONE, readMarkers } from "./markers.ts";
import { moveDatabase } from "./move-database.ts";
import { move, type MoveTests, onFile, onServer, openMoveTests } from "./testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

/** More than the machine has room for; the file itself takes none of it. */
const FOUR_TERABYTES = 4 * 1024 ** 4;

const tables = (url: string) => onServer(url, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'");
const stop = (at: string) => (key: string) => {
  if (key === at) throw new Error("stopped");
};

describe.runIf(engine === "sqlite")("a move is refused, and changes nothing,", () => {
  test("to a target that holds the unfinished move of another school, which can still end", inAllOnSqlite, async () => {
    const [one, other, there] = [tests.copySchool(), tests.copySchool(), await tests.emptyDatabase()];
    await expect(move(one, there, stop("move.compared"))).rejects.toThrow("stopped");
    const before = await readMarkers(there);
    await expect(move(other, there)).rejects.toThrow(`holds an unfinished move from file:${one}`);
    expect([await readMarkers(other), await readMarkers(there)]).toEqual([NONE, before]);
    await move(one, there);
  });

  test("from a database that another move still fills", inAllOnSqlite, async () => {
    const there = await tests.emptyDatabase();
    await expect(move(tests.copySchool(), there, stop("move.compared"))).rejects.toThrow("stopped");
    await expect(move(there, tests.newFile())).rejects.toThrow("to this database has not finished");
  });

  test(
    "to a second place once it has moved, also when the first move ended after the seal",
    inAllOnSqlite,
    async () => {
      const [file, there, second] = [tests.copySchool(), await tests.emptyDatabase(), await tests.emptyDatabase()];
      await expect(move(file, there, stop("move.sealed"))).rejects.toThrow("stopped");
      await expect(move(file, second)).rejects.toThrow("This school has moved to");
      expect(await tables(second)).toEqual([]);
    },
  );

  test(
    "to the database that it has left, or that another school has, which is told with the place and the moment",
    inAllOnSqlite,
    async () => {
      const [file, back] = [tests.copySchool(), tests.newFile()];
      const there = await tests.begunDatabase(file);
      await move(file, there);
      await move(there, back);
      const left = /is the database that this school left: it moved from there to file:\S+ at 20\d\d-\S+, .*createdb/;
      await expect(move(back, there)).rejects.toThrow(left);
      const others = /whose school moved to file:\S+ at 20\d\d-/;
      await expect(move(tests.copySchool(), there)).rejects.toThrow(others);
      expect(await readMarkers(back)).toEqual(NONE);
    },
  );

  test("while another one is at work at the same PostgreSQL, from whichever machine", inAllOnSqlite, async () => {
    const [file, refused] = [tests.copySchool(), vi.fn()];
    const there = await tests.begunDatabase(file);
    await move(file, there, async (key) => {
      if (key !== "move.watching") return;
      await expect(move(tests.copySchool(), there)).rejects.toThrow("another move of this school is at work");
      await expect(move(there, tests.newFile())).rejects.toThrow();
      refused();
    });
    expect(refused).toHaveBeenCalledOnce();
    expect(await onServer(there, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
  });

  test("between two databases of one kind", async () => {
    await expect(move(tests.copySchool(), tests.newFile())).rejects.toThrow("on this kind of database already");
  });

  test("from a school that has not the tables of this version", async () => {
    const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
    onFile(file, (sqlite) => sqlite.exec("DELETE FROM matricula_migrations WHERE tag LIKE '0003%'"));
    await expect(move(file, there)).rejects.toThrow("has not the tables of this version");
    expect(await tables(there)).toEqual([]);
  });

  test("to a database whose encoding lacks signs", async () => {
    const there = Object.assign(new URL(tests.server.url), { pathname: "/of_latin_letters" }).href;
    const latin = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc TEMPLATE template0";
    await onServer(tests.server.url, `CREATE DATABASE of_latin_letters ${latin}`);
    await expect(move(tests.copySchool(), there)).rejects.toThrow("encoding is LATIN1");
    await expect(refuseEncoding(there), "nor does a school start on one").rejects.toThrow("encoding is LATIN1");
    expect(await tables(there)).toEqual([]);
  });

  test("to a database whose account makes its tables in another schema", async () => {
    const there = await tests.emptyDatabase();
    const name = new URL(there).pathname.slice(1);
    await onServer(there, `CREATE SCHEMA own; ALTER DATABASE ${name} SET search_path = own`);
    await expect(move(tests.copySchool(), there)).rejects.toThrow('in the schema "own"');
  });

  test("when it is only a check, back to a file as well", async () => {
    const [there, back, said] = [await tests.copyInPostgres(), tests.newFile(), vi.fn()];
    const say = (told: Message) => void said(sourceText(told));
    await moveDatabase({ from: there, to: back, isCheck: true, clock: createSystemClock, say });
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/^From PostgreSQL .* to SQLite/));
    expect([existsSync(back), await readMarkers(there)]).toEqual([false, NONE]);
  });

  test("to where there is too little room", async () => {
    const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
    truncateSync(file, FOUR_TERABYTES);
    await expect(move(file, there)).rejects.toThrow("Mend: make room");
    expect(await tables(there)).toEqual([]);
  });
});

describe.runIf(engine === "sqlite")("a move does not seal", () => {
  test.for([
    [
      "a ledger that is off zero since the copy",
      `DROP TRIGGER postings_balance; INSERT INTO postings (id, journal_seq, account, detail, amount_minor, currency)
       SELECT 'pst_more', journal_seq, account, detail, amount_minor, currency FROM postings LIMIT 1`,
      "the ledger is off by",
    ],
    [
      "a school whose tables have changed since the copy",
      "ALTER TABLE counters ADD COLUMN more text",
      "start no other version",
    ],
  ] as const)("%s", async ([, change, why]) => {
    const file = tests.copySchool();
    const there = await tests.begunDatabase(file);
    const meanwhile = (key: string) => {
      if (key === "move.caught_up") onFile(file, (sqlite) => sqlite.exec(change));
    };
    await expect(move(file, there, meanwhile)).rejects.toThrow(why);
    expect(await readMarkers(file)).toEqual(NONE);
  });
});

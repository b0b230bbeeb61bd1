import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { openDatabase } from "#db/open.ts";
import { counters } from "#db/schema/index.ts";
import { hashAuditEntry } from "#domain/audit.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { openFileStore } from "#providers/files.ts";
import { inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { CHANGES } from "./change-log.ts";
import { NONE, readMarkers } from "./markers.ts";
import { moveDatabase } from "./move-database.ts";
import { openFilesMove } from "./move-files.ts";
import { contentOf, countNotes, move, type MoveTests, onFile, onServer, openMoveTests } from "./testing.ts";

let tests: MoveTests;
beforeAll(async () => {
  if (engine === "sqlite") tests = await openMoveTests();
});
afterAll(() => tests?.close());

const AT_MS = 1_767_225_600_000;

type Writer = (statement: string) => Promise<void>;
type Place = { write: Writer; isServer: boolean };

const inFile = (file: string): Place => ({
  write: async (statement) => onFile(file, (sqlite) => void sqlite.exec(statement)),
  isServer: false,
});
const onPostgres = (url: string): Place => ({
  write: async (statement) => void (await onServer(url, statement)),
  isServer: true,
});

/** Two people whose addresses change places with every step. */
const peopleOf = ({ isServer }: Place): string => {
  const at = isServer ? `to_timestamp(${AT_MS / 1000})` : String(AT_MS);
  return `INSERT INTO users (id, email, name, created_at) VALUES ('usr_one', 'one@example.org', 'One', ${at}), ('usr_other', 'other@example.org', 'Other', ${at})`;
};

/** Of every kind: new rows with rows that refer to them, changed ones, keys that change, values that change places, rows that go. */
function writesOf(n: number, { isServer }: Place): string {
  const at = isServer ? `to_timestamp(${AT_MS / 1000})` : String(AT_MS);
  const last = n - 1;
  return `
    INSERT INTO users (id, email, name, created_at) VALUES ('usr_step${n}', 'step${n}@example.org', 'a\\b', ${at});
    INSERT INTO user_roles (user_id, role, granted_at) VALUES ('usr_step${n}', 'student', ${at});
    INSERT INTO counters (name, value) VALUES ('step ${n}', ${n});
    UPDATE counters SET name = 'step ${n} renamed' WHERE name = 'step ${n}';
    DELETE FROM counters WHERE name = 'step ${last} renamed';
    INSERT INTO samples (at, process, figures) VALUES (${at}, 'step ${n}', '{"b": 1, "a": [${n}]}');
    UPDATE samples SET figures = '{}' WHERE process = 'step ${last}';
    UPDATE users SET email = 'between' WHERE email = 'one@example.org';
    UPDATE users SET email = 'one@example.org' WHERE email = 'other@example.org';
    UPDATE users SET email = 'other@example.org' WHERE email = 'between';
    UPDATE course_search SET title = 'Step ${n}' WHERE title LIKE 'B%' OR title LIKE 'Step%';`;
}

/** An entry that continues the audit log, as the school would write it; `spoilt` is none that fits. */
async function auditEntry(url: string, isSpoilt = false): Promise<string> {
  const last = "SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1";
  const isServer = url.startsWith("postgres");
  const [row] = isServer ? await onServer(url, last) : onFile(url, (sqlite) => sqlite.prepare(last).all());
  const { seq, hash } = row as { seq: number; hash: string };
  const texts = { actorType: "system", actorId: "test", action: "test", objectType: "test", objectId: "1" };
  const entry = {
    ...texts,
    seq: Number(seq) + 1,
    at: new Date(AT_MS),
    before: null,
    after: { n: 1 },
    requestId: "req",
  };
  const at = isServer ? `to_timestamp(${AT_MS / 1000})` : String(AT_MS);
  const ours = hashAuditEntry(isSpoilt ? "another" : hash, entry);
  return `INSERT INTO audit_log (seq, at, actor_type, actor_id, action, object_type, object_id, after, request_id, hash)
    VALUES (${entry.seq}, ${at}, 'system', 'test', 'test', 'test', '1', '{"n": 1}', 'req', '${ours}')`;
}

const STEPS = ["move.watching", "move.copied", "move.indexed", "move.compared", "move.caught_up"];

describe.runIf(engine === "sqlite")("while a school moves", () => {
  test("what it writes at any step is in the new database, both ways", async () => {
    const [file, there, back, same] = [
      tests.copySchool(),
      await tests.emptyDatabase(),
      tests.newFile(),
      tests.copySchool(),
    ];
    for (const each of [file, same]) await inFile(each).write(peopleOf(inFile(each)));
    let n = 0;
    const writing = (url: string, place: Place) => async (key: string) => {
      if (!STEPS.includes(key)) return;
      n += 1;
      for (const one of [place, inFile(same)]) await one.write(writesOf(n, one));
      const entry = await auditEntry(url);
      await place.write(entry);
      await inFile(same).write(await auditEntry(same));
    };
    await move(file, there, writing(file, inFile(file)));
    expect(await onServer(there, "SELECT value FROM counters WHERE name = 'step 5 renamed'")).toEqual([{ value: "5" }]);
    await move(there, back, writing(there, onPostgres(there)));
    expect(n).toBe(10);
    expect(contentOf(back)).toEqual(contentOf(same));
    const found = "SELECT count(*) FROM course_fts WHERE course_fts MATCH 'Step 10'";
    expect(onFile(back, (sqlite) => sqlite.prepare(found).pluck().get())).toBe(1);
  });

  test(
    "nothing that notes changes is left: in the old database, in the new one, or after a move that ended early",
    inAllOnSqlite,
    async () => {
      const notes = (file: string) =>
        onFile(file, (sqlite) => sqlite.prepare(`SELECT name FROM sqlite_schema WHERE name LIKE '${CHANGES}%'`).all());
      const noted = `SELECT proname AS name FROM pg_proc WHERE proname LIKE '${CHANGES}%'
      UNION SELECT relname FROM pg_class WHERE relname LIKE '${CHANGES}%' UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE '${CHANGES}%'`;
      const stop = (at: string) => (key: string) => {
        if (key === at) throw new Error("stopped");
      };
      const [file, back] = [tests.copySchool(), tests.newFile()];
      const there = await tests.begunDatabase(file);
      await expect(move(file, there, stop("move.held"))).rejects.toThrow("stopped");
      expect(notes(file)).toEqual([]);
      await move(file, there);
      expect(notes(file)).toEqual([]);
      await expect(move(there, back, stop("move.compared"))).rejects.toThrow("stopped");
      expect(await onServer(there, noted)).toEqual([]);
      await move(there, back);
      expect([await onServer(there, noted), notes(back)]).toEqual([[], []]);
    },
  );

  test(
    "a page that reads one table, and then another, does not stand in the way of the seal, nor the seal in its",
    inAllOnSqlite,
    async () => {
      const from = await tests.copyInPostgres();
      const reader = new pg.Client({ connectionString: from });
      await reader.connect();
      try {
        await reader.query("BEGIN; SELECT 1 FROM courses LIMIT 1");
        await move(from, path.join(tests.home, "beside-a-reader.db"));
        await reader.query("SELECT 1 FROM audit_log LIMIT 1; SELECT 1 FROM users LIMIT 1; COMMIT");
        expect((await readMarkers(from)).moved).toBeDefined();
      } finally {
        await reader.end();
      }
    },
  );

  test(
    "a file that is kept at any step before the seal is in the new folder, as the row that speaks of it is",
    inAllOnSqlite,
    async () => {
      const home = path.dirname(tests.newFile());
      const [file, store] = [tests.copySchool(), openFileStore(path.join(home, "files"))];
      const names = [await store.put(Buffer.from("before"))];
      const steps: string[] = [];
      const say = async ({ key }: { key: string }) => {
        if (![...STEPS, "move.held"].includes(key)) return;
        steps.push(key);
        names.push(await store.put(Buffer.from(key)));
      };
      const files = openFilesMove(path.join(home, "files"), path.join(home, "shared"));
      await moveDatabase({ from: file, to: await tests.begunDatabase(file), clock: createSystemClock, say, files });
      expect(steps).toEqual([...STEPS, "move.held"]);
      const shared = openFileStore(path.join(home, "shared"));
      for (const name of names) expect(await shared.read(name)).toBeDefined();
    },
  );

  test("a write that comes while nothing can be written waits, and is made where the school is", async () => {
    const file = tests.copySchool();
    const school = openDatabase(file);
    let waiting: Promise<unknown> | undefined;
    const comeAndStop = async (key: string) => {
      if (key === "move.held") waiting = school.write((tx) => tx.insert(counters).values({ name: "waited", value: 1 }));
      if (key === "move.compared_rest") throw new Error("stopped");
    };
    await expect(move(file, await tests.begunDatabase(file), comeAndStop)).rejects.toThrow("stopped");
    await waiting;
    await school.close();
    expect(
      onFile(file, (sqlite) => sqlite.prepare("SELECT value FROM counters WHERE name = 'waited'").all()),
    ).toHaveLength(1);
  });

  test("a move that is told to end does so at once, and takes its notes away", inAllOnSqlite, async () => {
    for (const at of ["move.watching", "move.caught_up"]) {
      const [file, ending] = [tests.copySchool(), new AbortController()];
      const to = await tests.begunDatabase(file);
      const say = ({ key }: { key: string }) => void (key === at && ending.abort());
      const moving = moveDatabase({ from: file, to, clock: createSystemClock, say, signal: ending.signal });
      await expect(moving).rejects.toThrow("The move was ended");
      expect([await countNotes(file), await readMarkers(file)]).toEqual([0, NONE]);
    }
  });

  test("nobody can change a row of the copy in PostgreSQL before it is the school", inAllOnSqlite, async () => {
    const file = tests.copySchool();
    const there = await tests.begunDatabase(file);
    const refused: string[] = [];
    await move(file, there, async (key) => {
      if (!STEPS.slice(1).includes(key)) return;
      const change = onServer(there, "SET lock_timeout = '100ms'; UPDATE users SET name = 'by hand'");
      await expect(change).rejects.toThrow("lock timeout");
      refused.push(key);
    });
    expect(refused).toEqual(STEPS.slice(1));
    expect(await onServer(there, "SELECT 1 FROM users WHERE name = 'by hand'")).toEqual([]);
  });

  test(
    "a row that something at the target changes is named, and the school goes on where it was",
    inAllOnSqlite,
    async () => {
      const [file, there] = [tests.copySchool(), await tests.emptyDatabase()];
      await onServer(
        there,
        `CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
         UPDATE users SET name = 'Somebody else' WHERE id = (SELECT max(id) FROM users); END $$;
       CREATE EVENT TRIGGER meddler ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION meddle()`,
      ).catch(() => {});
      await onServer(there, "ALTER EVENT TRIGGER meddler DISABLE");
      const meddle = async (key: string) => {
        if (key === "move.watching") await onServer(there, "ALTER EVENT TRIGGER meddler ENABLE");
      };
      await expect(move(file, there, meddle)).rejects.toThrow(/"users" differs in the row \S+, column name/);
      expect(await readMarkers(file)).toEqual({ moved: undefined, arriving: undefined });
      onFile(file, (sqlite) => sqlite.exec("UPDATE users SET name = name"));

      await onServer(there, "DROP EVENT TRIGGER meddler");
      await move(file, there);
      expect((await readMarkers(file)).moved?.place).toContain("postgres://");
    },
  );

  test.for([
    ["move.indexed", /"users" differs in the row \S+, column name/],
    ["move.compared", /Somebody else has written in the target/],
  ] as const)("a row changed by hand in the new file at %s ends the move", inAllOnSqlite, async ([at, why]) => {
    const [there, back] = [await tests.copyInPostgres(), tests.newFile()];
    const byHand = (key: string) => {
      if (key === at)
        onFile(back, (sqlite) =>
          sqlite.exec("UPDATE users SET name = 'by hand' WHERE id = (SELECT max(id) FROM users)"),
        );
    };
    await expect(move(there, back, byHand)).rejects.toThrow(why);
    await onServer(there, "UPDATE users SET name = name");
    await move(there, back);
    expect(onFile(back, (sqlite) => sqlite.prepare("SELECT 1 FROM users WHERE name = 'by hand'").all())).toEqual([]);
  });

  test(
    "an audit entry that was written meanwhile and does not continue the chain ends the move",
    inAllOnSqlite,
    async () => {
      for (const isServer of [false, true]) {
        const from = isServer ? await tests.copyInPostgres() : tests.copySchool();
        const to = isServer ? tests.newFile() : await tests.begunDatabase(from);
        const place = isServer ? onPostgres(from) : inFile(from);
        const spoil = async (key: string) => {
          if (key === "move.caught_up") await place.write(await auditEntry(from, true));
        };
        await expect(move(from, to, spoil)).rejects.toThrow(/chain is broken at entry/);
        expect(await readMarkers(from)).toEqual({ moved: undefined, arriving: undefined });
      }
    },
  );

  test("a move whose notes were taken away does not seal", inAllOnSqlite, async () => {
    const file = tests.copySchool();
    const there = await tests.begunDatabase(file);
    const takeAway = (key: string) => {
      if (key === "move.caught_up") onFile(file, (sqlite) => sqlite.exec(`DROP TRIGGER ${CHANGES}_users_update`));
    };
    await expect(move(file, there, takeAway)).rejects.toThrow("taken away what notes the changes");
    await expect(
      move(file, there, async (key) => {
        if (key === "move.copied")
          await expect(
            move(file, await tests.begunDatabase(file), (k) => {
              if (k === "move.watching") throw new Error("second");
            }),
          ).rejects.toThrow("second");
      }),
    ).rejects.toThrow("begun another move");
    await move(file, there);
  });
});

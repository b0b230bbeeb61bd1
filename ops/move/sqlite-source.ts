import BetterSqlite from "better-sqlite3";
import { MOVED_WORDS } from "#db/errors.ts";
import { connect } from "#db/sqlite-file.ts";
import { CHANGES, NO_TABLE } from "./change-log.ts";
import type { Change, Source } from "./end.ts";
import { escapeField } from "./lines.ts";
import { type Marker, MOVED, tableOfMarker } from "./markers.ts";
import { literal, q, readingOf, tablesOf } from "./sqlite-rows.ts";
import { nameUnmovable } from "./name-unmovable.ts";
import { formatMoment, type MovedTable } from "./value-forms.ts";

/** A school that serves gives its write lock away between two commits; whoever asks seldom waits long for it. */
const LOCK_WAIT_MS_MAX = 30_000;

const LOG_TABLE = `CREATE TABLE ${CHANGES} (seq INTEGER PRIMARY KEY AUTOINCREMENT, table_name text NOT NULL, key text NOT NULL) STRICT`;
const TRIGGERS = `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '${CHANGES.replaceAll("_", "\\_")}%' ESCAPE '\\'`;

function triggersOf(table: MovedTable): string[] {
  const note = (row: string) =>
    `INSERT INTO ${CHANGES} (table_name, key) VALUES (${literal(table.name)}, json_array(${table.key.map((name) => `CAST(${row}.${q(name)} AS text)`).join(", ")}));`;
  const trigger = (event: string, notes: string) =>
    `CREATE TRIGGER ${q(`${CHANGES}_${table.name}_${event.toLowerCase()}`)} AFTER ${event} ON ${q(table.name)} BEGIN ${notes} END`;
  return [trigger("INSERT", note("new")), trigger("UPDATE", note("old") + note("new")), trigger("DELETE", note("old"))];
}

function unwatch(sqlite: BetterSqlite.Database): void {
  for (const name of sqlite.prepare(TRIGGERS).pluck().all() as string[]) sqlite.exec(`DROP TRIGGER ${q(name)}`);
  sqlite.exec(`DROP TABLE IF EXISTS ${CHANGES}`);
}

/** A key as lines have it. What was noted is text. */
function readKey(table: MovedTable, noted: string): string[] {
  return (JSON.parse(noted) as string[]).map((text, at) => {
    const column = table.key[at] as string;
    // A key that is no text would be looked for in vain, and its row be taken for one that is gone.
    if (text.includes("\uFFFD")) throw nameUnmovable(table, { row: text, column, problem: "bytes" });
    const type = table.columns.find(({ name }) => name === column)?.type;
    return type === "timestamp with time zone" ? formatMoment(Number(text)) : escapeField(text);
  });
}

/** In the transaction that holds the writes. */
function seal(writing: BetterSqlite.Database, { id, place, at }: Marker): void {
  unwatch(writing);
  // The triggers of the table of markers itself are made last: its one row stands by then.
  const names = tablesOf(writing).map(({ name }) => name);
  writing.exec(tableOfMarker(MOVED));
  writing.prepare(`INSERT INTO ${MOVED} VALUES (?, ?, ?)`).run(id, place, at);
  const words = literal(`${MOVED_WORDS} ${place}`);
  for (const name of [...names, MOVED])
    for (const change of ["INSERT", "UPDATE", "DELETE"]) {
      const trigger = q(`${MOVED}_${name}_${change.toLowerCase()}`);
      writing.exec(`CREATE TRIGGER ${trigger} BEFORE ${change} ON ${q(name)} BEGIN SELECT RAISE(ABORT, ${words}); END`);
    }
  writing.exec("COMMIT");
}

/** `writing` marks, holds and seals; `reading` sees one moment at a time. */
export function openSqliteSource(file: string): Source {
  const writing = connect(file, { readonly: false });
  // The seal must be on the disk before the other end is a school.
  writing.pragma("synchronous = FULL");
  writing.pragma(`busy_timeout = ${LOCK_WAIT_MS_MAX}`);
  const reading = connect(file, { readonly: true });
  let seen = 0;
  let watchedAs: string | undefined;
  const inOneCommit = (work: () => void) => {
    writing.exec("BEGIN IMMEDIATE");
    try {
      work();
      writing.exec("COMMIT");
    } catch (error) {
      if (writing.inTransaction) writing.exec("ROLLBACK");
      throw error;
    }
  };
  return {
    ...readingOf(reading),
    async watch(id, tables) {
      watchedAs = id;
      inOneCommit(() => {
        unwatch(writing);
        writing.exec(LOG_TABLE);
        writing.prepare(`INSERT INTO ${CHANGES} (table_name, key) VALUES (?, ?)`).run(NO_TABLE, id);
        for (const table of tables) for (const trigger of triggersOf(table)) writing.exec(trigger);
      });
    },
    async isWatched(tables) {
      if (!tablesOf(reading).some(({ name }) => name === CHANGES)) return false;
      const named = reading.prepare(`SELECT key FROM ${CHANGES} WHERE seq = 1`).pluck().get();
      return named === watchedAs && reading.prepare(TRIGGERS).all().length === tables.length * 3;
    },
    async unwatch() {
      if (writing.inTransaction) writing.exec("ROLLBACK");
      const isThere = tablesOf(writing).some(({ name }) => name === CHANGES);
      if (isThere) inOneCommit(() => unwatch(writing));
    },
    view: async () => void reading.exec("BEGIN"),
    async release() {
      if (reading.inTransaction) reading.exec("COMMIT");
    },
    async takeChanges(tables) {
      const known = new Map(tables.map((table) => [table.name, table]));
      const last = Number(reading.prepare(`SELECT max(seq) FROM ${CHANGES}`).pluck().get());
      const noted = reading
        .prepare(`SELECT DISTINCT table_name, key FROM ${CHANGES} WHERE seq > ? AND table_name <> ?`)
        .raw()
        .all(seen, NO_TABLE) as [string, string][];
      seen = last;
      return noted.map(([table, key]): Change => ({ table, key: readKey(known.get(table) as MovedTable, key) }));
    },
    hold: async () => void writing.exec("BEGIN IMMEDIATE"),
    seal: async (marker) => seal(writing, marker),
    async close() {
      if (writing.inTransaction) writing.exec("ROLLBACK");
      reading.close();
      writing.close();
    },
  };
}

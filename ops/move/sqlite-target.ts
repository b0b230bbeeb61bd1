import BetterSqlite from "better-sqlite3";
import { connect } from "#db/sqlite-file.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import type { StoredEntry } from "#domain/audit/to-audit-entry.ts";
import { AUDIT_HEAD } from "../backup/audit-chain.ts";
import { verifySqlite } from "../backup/sqlite-copy.ts";
import { findFaultAfter, ROWS_FROM } from "./audit-rest.ts";
import type { Target } from "./end.ts";
import { prepareInsert } from "./insert-lines.ts";
import { UnmovableField } from "./line-values.ts";
import { nameRow } from "./lines.ts";
import { nameUnmovable } from "./name-unmovable.ts";
import { openRowWriter, type RowWriter } from "./row-writer.ts";
import { deleteRows, q, readingOf, SEARCH } from "./sqlite-rows.ts";
import type { MovedTable } from "./value-forms.ts";

/** Makes searches anew of the tables that they search. */
function fillSearches(sqlite: BetterSqlite.Database): void {
  for (const name of sqlite.prepare(SEARCH).pluck().all() as string[])
    sqlite.exec(`INSERT INTO ${q(name)} (${q(name)}) VALUES ('rebuild')`);
}

const isSearched = (sqlite: BetterSqlite.Database, { name }: MovedTable) =>
  sqlite.prepare(`SELECT 1 FROM (${SEARCH}) WHERE sql LIKE ?`).get(`%content='${name}'%`) !== undefined;

type Parts = { type: string; name: string; sql: string }[];

/** Takes indexes and triggers away; answers them. */
function takeParts(sqlite: BetterSqlite.Database): Parts {
  const parts = sqlite
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
    .all() as Parts;
  for (const { type, name } of parts) sqlite.exec(`DROP ${type} ${q(name)}`);
  return parts;
}

/** The few rows of a round. */
function insertAll(sqlite: BetterSqlite.Database, table: MovedTable, lines: readonly string[]): void {
  try {
    prepareInsert(sqlite, table)(lines.map((line) => line.slice(0, -1)));
  } catch (error) {
    if (!(error instanceof UnmovableField)) throw error;
    const { line, column, problem } = error;
    throw nameUnmovable(table, { row: nameRow(table, `${line}\n`), column, problem });
  }
}

/** The rows go into an empty file, so a rollback journal stays small and each page is written once; the log comes after them. */
export function openSqliteTarget(file: string): Target {
  const sqlite = connect(file, { readonly: false });
  let parts: Parts = [];
  let writer: RowWriter | undefined;
  let version: unknown;
  let lastEntry = 0;
  let isSearchChanged = false;
  const seeVersion = () => sqlite.pragma("data_version", { simple: true });
  return {
    ...readingOf(sqlite),
    async begin(tables) {
      sqlite.pragma("foreign_keys = OFF");
      sqlite.pragma("journal_mode = DELETE");
      sqlite.pragma("synchronous = OFF");
      sqlite.pragma("cache_size = -200000");
      sqlite.exec("BEGIN IMMEDIATE");
      parts = takeParts(sqlite);
      for (const { name } of tables) sqlite.exec(`DELETE FROM ${q(name)}`);
      sqlite.exec("COMMIT");
    },
    write: (table, batches) => (writer ??= openRowWriter(file)).write(table, batches),
    async index() {
      await writer?.close();
      writer = undefined;
      sqlite.exec("BEGIN IMMEDIATE");
      for (const { sql } of parts.filter(({ type }) => type === "index")) sqlite.exec(sql);
      fillSearches(sqlite);
      sqlite.exec("COMMIT");
      // Everything is brought to the disk now, while the school serves.
      sqlite.pragma("synchronous = FULL");
      sqlite.pragma(`user_version = ${Number(sqlite.pragma("user_version", { simple: true }))}`);
      sqlite.pragma("journal_mode = WAL");
      sqlite.pragma("wal_autocheckpoint = 0");
      version = seeVersion();
    },
    async guard() {
      sqlite.exec("BEGIN IMMEDIATE");
      if (seeVersion() !== version) throw new MessageError(message("move.target_was_changed"));
    },
    async verify() {
      lastEntry = Number(sqlite.prepare(AUDIT_HEAD).pluck().get() ?? 0);
      return verifySqlite(file);
    },
    async replace(table, keys, lines) {
      deleteRows(sqlite, table, keys);
      insertAll(sqlite, table, lines);
      isSearchChanged ||= isSearched(sqlite, table);
    },
    // Foreign keys hold where the same rows stand, and the old database has checked them itself.
    checkReplaced: async () => {},
    async verifyRest() {
      return findFaultAfter(lastEntry, sqlite.prepare(ROWS_FROM("?")).all(lastEntry) as StoredEntry[]);
    },
    async commit() {
      if (isSearchChanged) fillSearches(sqlite);
      for (const { sql } of parts.filter(({ type }) => type === "trigger")) sqlite.exec(sql);
      sqlite.exec("COMMIT");
      sqlite.pragma("foreign_keys = ON");
    },
    async close() {
      await writer?.close();
      writer = undefined;
      if (!sqlite.open) return;
      if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
      sqlite.close();
    },
  };
}

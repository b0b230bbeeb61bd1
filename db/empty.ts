import { getTableName, is, Table } from "drizzle-orm";
import { connectOnce } from "./postgres-connect.ts";
import { engineOf } from "./engine.ts";
import * as schema from "./schema/index.ts";
import { connect } from "./sqlite-file.ts";

/** Counters are kept: cached pages depend on the catalogue's version, which must never return to an earlier value. */
const KEPT = getTableName(schema.counters);

const TABLES = Object.values(schema)
  .filter((each) => is(each, Table))
  .map((table) => getTableName(table as Table))
  .filter((name) => name !== KEPT);

const COUNT_ON = `UPDATE "${KEPT}" SET value = value + 1`;

/**
 * Deletes every row of a database, also of append-only tables, in one transaction: all or nothing. The tables, their triggers and
 * the list of migrations stay. `url` as for `openDatabase`.
 */
export async function emptyDatabase(url: string): Promise<void> {
  if (engineOf(url) === "postgres") await emptyPostgres(url);
  else emptySqlite(url);
}

type Trigger = { name: string; sql: string };

function emptySqlite(file: string): void {
  const sqlite = connect(file, { readonly: false });
  try {
    sqlite.exec("BEGIN IMMEDIATE");
    sqlite.pragma("defer_foreign_keys = ON");
    const guards = sqlite
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'")
      .all() as Trigger[];
    for (const { name } of guards) sqlite.exec(`DROP TRIGGER "${name}"`);
    for (const table of TABLES) sqlite.exec(`DELETE FROM "${table}"`);
    for (const { sql } of guards) sqlite.exec(sql);
    sqlite.exec(COUNT_ON);
    sqlite.exec("COMMIT");
  } finally {
    if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
    sqlite.close();
  }
}

async function emptyPostgres(url: string): Promise<void> {
  const client = await connectOnce(url);
  try {
    const names = TABLES.map((table) => `"${table}"`);
    await client.query("BEGIN");
    for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${names.join(", ")}`);
    for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    await client.query(COUNT_ON);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

import BetterSqlite from "better-sqlite3";
import { engine } from "#db/engine.ts";
import { administer } from "#db/testing.ts";

/** Takes a table away under a running school, as a damaged database would: whatever reads it throws from then on. */
export async function dropTable(url: string, table: string): Promise<void> {
  const statement = `ALTER TABLE ${table} RENAME TO ${table}_lost`;
  if (engine === "postgres") return administer(url, statement);
  const other = new BetterSqlite(url);
  try {
    other.exec(statement);
  } finally {
    other.close();
  }
}

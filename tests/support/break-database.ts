import BetterSqlite from "better-sqlite3";
import { engine } from "#db/engine.ts";
import { administer } from "#db/testing.ts";

/** Takes away what refuses a journal that is not in balance: how else would one be found? */
export async function dropBalanceCheck(url: string): Promise<void> {
  if (engine === "postgres") await administer(url, "DROP TRIGGER postings_balance ON postings");
  else runOnFile(url, "DROP TRIGGER postings_balance");
}

/** Takes a table away under a running school, as a damaged database would: whatever reads it throws from then on. */
export async function dropTable(url: string, table: string): Promise<void> {
  const statement = `ALTER TABLE ${table} RENAME TO ${table}_lost`;
  if (engine === "postgres") return administer(url, statement);
  runOnFile(url, statement);
}

function runOnFile(url: string, statement: string): void {
  const other = new BetterSqlite(url);
  try {
    other.exec(statement);
  } finally {
    other.close();
  }
}

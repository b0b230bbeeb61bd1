import BetterSqlite from "better-sqlite3";
import { engine } from "#db/engine.ts";
import { administer } from "#db/testing.ts";

/** Takes away what refuses a journal that is not in balance: how else would one be found? */
export async function dropBalanceCheck(url: string): Promise<void> {
  await runBare(url, `DROP TRIGGER postings_balance${engine === "postgres" ? " ON postings" : ""}`);
}

/** Takes a table away under a running school, as a damaged database would: whatever reads it throws from then on. */
export async function dropTable(url: string, table: string): Promise<void> {
  await runBare(url, `ALTER TABLE ${table} RENAME TO ${table}_lost`);
}

/** One statement beside the school, on either engine: what no verb of it does. */
export async function runBare(url: string, statement: string): Promise<void> {
  if (engine === "postgres") await administer(url, statement);
  else runOnFile(url, statement);
}

function runOnFile(url: string, statement: string): void {
  const other = new BetterSqlite(url);
  try {
    other.exec(statement);
  } finally {
    other.close();
  }
}

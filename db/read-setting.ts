import { engineOf } from "./engine.ts";
import { connect } from "./sqlite-file.ts";

const SELECT = "SELECT value FROM settings WHERE key =";

/**
 * Reads one row of the settings table of the database at `url`, undefined when there is none. Uses the bare driver, because loading
 * the schema would take longer than the rest of a start that has nothing to migrate.
 */
export async function readSetting(url: string, key: string): Promise<unknown> {
  return engineOf(url) === "postgres" ? peekPostgres(url, key) : peekSqlite(url, key);
}

function peekSqlite(file: string, key: string): unknown {
  const sqlite = connect(file, { readonly: true });
  try {
    const value = sqlite.prepare(`${SELECT} ?`).pluck().get(key) as string | undefined;
    return value === undefined ? undefined : JSON.parse(value);
  } finally {
    sqlite.close();
  }
}

async function peekPostgres(url: string, key: string): Promise<unknown> {
  const { connectOnce } = await import("./postgres-connect.ts");
  const client = await connectOnce(url);
  try {
    const { rows } = await client.query(`${SELECT} $1`, [key]);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}

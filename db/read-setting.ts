import { engineOf } from "./engine.ts";
import { connect } from "./sqlite-file.ts";

const SELECT = "SELECT value FROM settings WHERE key =";

/**
 * One row of the settings of the database that `url` names, undefined when there is none. Asked on the bare driver: a start
 * that has nothing to do would wait longer for the schema to load than for everything else.
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
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(`${SELECT} $1`, [key]);
    return rows[0]?.value;
  } finally {
    await client.end();
  }
}

import pg from "pg";
import { type Message, message } from "#messages/message.ts";
import { withConnection, restoreToNewDatabase } from "./postgres-copy.ts";
import { refusePooler } from "./refuse-pooler.ts";
import { getBackupName } from "./records.ts";
import { BackupError } from "./backup-error.ts";

/** Refuses while anybody is connected to the database. */
export async function refuseIfConnected(url: string): Promise<void> {
  await refusePooler(url);
  const others = await withConnection(url, async (client) => {
    const { rows } = await client.query<{ n: string }>(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
    );
    return Number(rows[0]?.n ?? 0);
  });
  if (others === 0) return;
  throw new BackupError(message("backup.others_are_connected", { others }));
}

/**
 * Restores the dump into a new database and renames both in one transaction: there is a database at every moment, and the old one stays
 * under another name.
 */
export async function swapPostgres(url: string, dump: string, now: Date): Promise<Message> {
  const beside = await restoreToNewDatabase(url, dump);
  const nameIn = (address: string) => decodeURIComponent(new URL(address).pathname.slice(1));
  const name = nameIn(url);
  const aside = `${name}_${getBackupName(now)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "_")}`.slice(0, 63);
  const id = pg.escapeIdentifier;
  // PostgreSQL does not rename the database that one is connected to.
  const maintenance = new URL(url);
  maintenance.pathname = name === "postgres" ? "/template1" : "/postgres";
  try {
    await withConnection(maintenance.href, async (client) => {
      await client.query("BEGIN");
      await client.query(`ALTER DATABASE ${id(name)} RENAME TO ${id(aside)}`);
      await client.query(`ALTER DATABASE ${id(nameIn(beside.url))} RENAME TO ${id(name)}`);
      await client.query("COMMIT");
    });
  } catch (error) {
    await beside.drop();
    if ((error as { code?: string }).code !== "55006") throw error;
    throw new BackupError(message("backup.somebody_is_connected"), {
      cause: error,
    });
  }
  return message("backup.kept_in_database", { aside });
}

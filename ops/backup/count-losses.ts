import BetterSqlite from "better-sqlite3";
import { type Message, message } from "#messages/message.ts";
import { getDirectUrl } from "../database-kind.ts";
import { isSqliteFile } from "./open-handles.ts";
import { withConnection } from "./postgres-copy.ts";
import type { BackupSource } from "./make-backup.ts";

/** The tables whose rows a restore takes from people, by what the school calls them. */
const COUNTED = {
  orders: "backup.orders",
  payments: "backup.payments",
  refunds: "backup.refunds",
  enrolments: "backup.enrolments",
  tickets: "backup.tickets",
  ticket_messages: "backup.ticket_messages",
  users: "backup.accounts",
} as const;

export type Losses = { [Table in keyof typeof COUNTED]: number };

/** How many rows the school has now that came after `moment`; undefined when its database is gone or cannot be read. */
export async function countLosses(school: BackupSource, moment: Date): Promise<Losses | undefined> {
  const tables = Object.keys(COUNTED) as (keyof Losses)[];
  try {
    const counts =
      school.database.engine === "postgres"
        ? await inPostgres(getDirectUrl(school), tables, moment)
        : inSqlite(school.database.file, tables, moment);
    return Object.fromEntries(counts) as Losses;
  } catch {
    return undefined;
  }
}

const COUNT = (table: string) => `SELECT count(*) AS n FROM ${table} WHERE created_at >=`;

type Counts = [table: string, n: number][];

function inSqlite(file: string, tables: string[], moment: Date): Counts {
  if (!isSqliteFile(file)) throw new Error("there is no database");
  const sqlite = new BetterSqlite(file, { readonly: true, fileMustExist: true });
  try {
    return tables.map((table) => [
      table,
      Number(
        sqlite
          .prepare(`${COUNT(table)} ?`)
          .pluck()
          .get(moment.getTime()),
      ),
    ]);
  } finally {
    sqlite.close();
  }
}

function inPostgres(url: string, tables: string[], moment: Date): Promise<Counts> {
  return withConnection(url, async (client) => {
    const counts: Counts = [];
    for (const table of tables) {
      const { rows } = await client.query<{ n: string }>(`${COUNT(table)} $1`, [moment]);
      counts.push([table, Number(rows[0]?.n ?? 0)]);
    }
    return counts;
  });
}

/** The losses as a person reads them. */
export function describeLosses(losses: Losses | undefined, moment: Date): Message {
  const since = moment.toISOString();
  if (!losses) return message("backup.losses_unknown", { since });
  const counts = (Object.keys(COUNTED) as (keyof Losses)[])
    .filter((table) => losses[table] > 0)
    .map((table) => message(COUNTED[table], { count: losses[table] }));
  if (counts.length === 0) return message("backup.only_changes_lost", { since });
  return message("backup.losses", {
    since,
    what: counts.reduce((first, second) => message("backup.list", { first, second })),
  });
}

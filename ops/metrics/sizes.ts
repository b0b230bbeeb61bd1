import { statfs, stat } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { runtime } from "#runtime";

export type DatabaseSizes = { databaseBytes: number; walBytes: number; freelistBytes: number; diskFreeBytes: number };

/**
 * How large the database is, asked over the connection that is open anyway; of its files only names are looked at. To open one
 * here would end SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
export async function getDatabaseSizes(): Promise<DatabaseSizes> {
  const { config, database } = runtime();
  const place = config.database;
  const disk = await statfs(place.engine === "sqlite" ? path.dirname(place.file) : config.dataDir);
  const diskFreeBytes = disk.bavail * disk.bsize;
  if (database.engine === "postgres") {
    const bytes = sql<number>`pg_database_size(current_database())`;
    const [row] = await database.read.select({ bytes }).from(sql`(SELECT 1) AS one`);
    return { databaseBytes: Number(row?.bytes ?? 0), walBytes: 0, freelistBytes: 0, diskFreeBytes };
  }
  const [pages] = await database.read
    .select({
      size: sql<number>`page_size`,
      count: sql<number>`(SELECT page_count FROM pragma_page_count)`,
      free: sql<number>`(SELECT freelist_count FROM pragma_freelist_count)`,
    })
    .from(sql`pragma_page_size`);
  const { size = 0, count = 0, free = 0 } = pages ?? {};
  const wal = place.engine === "sqlite" ? await stat(`${place.file}-wal`).catch(() => undefined) : undefined;
  return { databaseBytes: size * count, walBytes: wal?.size ?? 0, freelistBytes: size * free, diskFreeBytes };
}

/** What the connection that reads is set to, as it reads back itself; none on PostgreSQL. */
export async function readPragmas(): Promise<Record<string, string | number>> {
  const { database } = runtime();
  if (database.engine === "postgres") return {};
  const names = ["journal_mode", "synchronous", "foreign_keys", "cache_size", "temp_store"] as const;
  const found: Record<string, string | number> = {};
  for (const name of names) {
    const from = sql.raw(`pragma_${name}`);
    const [row] = await database.read.select({ value: sql<string | number>`${sql.raw(name)}` }).from(from);
    if (row) found[name] = row.value;
  }
  return found;
}

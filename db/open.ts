import { engineOf } from "./engine.ts";
import { type OpenOptions, openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";
import type { Database } from "./types.ts";

/** Opens the database that `url` names: `postgres://…`, or a path of a SQLite file. */
export function openDatabase(url: string, options?: OpenOptions): Database {
  return engineOf(url) === "postgres" ? openPostgres(url, options) : openSqlite(url, options);
}

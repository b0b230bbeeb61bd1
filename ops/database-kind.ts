import type { Config } from "#config/config.ts";

/** A row of the settings table that says what this database was made for. It is not one of the school's own settings. */
export const DATABASE_KIND_KEY = "kind";

/** "unfinished" stands while the demo moves in: what a start that was cut off has left of it is taken out by the next one. */
export type DatabaseKind = "demo" | "real" | "unfinished";

/** What the settings say that the database is for. */
export function getWantedKind({ isReal }: Pick<Config, "isReal">): DatabaseKind {
  return isReal ? "real" : "demo";
}

/** What `openDatabase` takes: an address of PostgreSQL, or a file. */
export function getDatabaseUrl({ database }: Pick<Config, "database">): string {
  return database.engine === "postgres" ? database.url : database.file;
}

/** The same past a pooler, for what needs a session of its own. */
export function getDirectUrl({ database }: Pick<Config, "database">): string {
  return database.engine === "postgres" ? (database.directUrl ?? database.url) : database.file;
}

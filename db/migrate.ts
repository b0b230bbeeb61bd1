import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WrongVersion } from "./errors.ts";
import type { Engine } from "./engine.ts";
import { connect, createPrivately, openToRead } from "./sqlite-file.ts";
import { message } from "#messages/message.ts";

type Migration = { tag: string; hash: string; statements: string[] };
type Applied = { tag: string; hash: string };

const BREAK = "--> statement-breakpoint";
const MIGRATION_LOCK = 7_236_502;
/** The table that says which migrations a database has: whoever has it is ours. */
export const MIGRATIONS_TABLE =
  "CREATE TABLE IF NOT EXISTS matricula_migrations (tag text PRIMARY KEY, hash text NOT NULL, applied_at text NOT NULL)";

/** The committed migrations of an engine, in order. */
export function committedMigrations(engine: Engine): Migration[] {
  const folder = new URL(`../drizzle/${engine}/`, import.meta.url);
  const journal = JSON.parse(readFileSync(new URL("meta/_journal.json", folder), "utf8")) as {
    entries: { tag: string }[];
  };
  return journal.entries.map(({ tag }) => {
    const text = readFileSync(fileURLToPath(new URL(`${tag}.sql`, folder)), "utf8");
    const statements = text
      .split(BREAK)
      .map((statement) => statement.trim())
      .filter(Boolean);
    return { tag, hash: createHash("sha256").update(text).digest("hex"), statements };
  });
}

/** The migrations that are not applied yet. Refuses a database with migrations that this version does not know. */
function outstanding(all: Migration[], applied: Applied[]): Migration[] {
  for (const [position, { tag, hash }] of applied.entries()) {
    const ours = all[position];
    if (!ours || ours.tag !== tag) {
      throw new WrongVersion(message("start.newer_version", { migration: tag }));
    }
    if (ours.hash !== hash) {
      throw new WrongVersion(message("start.other_history", { migration: tag }));
    }
  }
  return all.slice(applied.length);
}

/** Refuses another program's database, before any pragma is set or anything is written. A file that cannot be read is refused by what opens it. */
export function refuseOthers(file: string): void {
  const sqlite = openToRead(file);
  try {
    const tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    const names = (sqlite.prepare(tables).all() as { name: string }[]).map(({ name }) => name);
    if (names.length === 0 || names.includes("matricula_migrations")) return;
    throw new WrongVersion(message("start.database_of_another_program", { file, table: String(names[0]) }));
  } finally {
    sqlite.close();
  }
}

/** Migrates a SQLite file, holding the write lock from the first read to the commit. Returns the applied tags. */
export function migrateSqlite(file: string): string[] {
  createPrivately(file);
  refuseOthers(file);
  const sqlite = connect(file, { readonly: false });
  try {
    const known = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = 'matricula_migrations'").get() !== undefined;
    const list = () => sqlite.prepare("SELECT tag, hash FROM matricula_migrations ORDER BY tag").all() as Applied[];
    const all = committedMigrations("sqlite");
    if (known && outstanding(all, list()).length === 0) return [];
    sqlite.pragma("synchronous = FULL");
    sqlite.exec("BEGIN IMMEDIATE");
    try {
      sqlite.exec(MIGRATIONS_TABLE);
      const todo = outstanding(all, list());
      const note = sqlite.prepare(
        "INSERT INTO matricula_migrations (tag, hash, applied_at) VALUES (?, ?, datetime('now'))",
      );
      for (const { tag, hash, statements } of todo) {
        for (const statement of statements) sqlite.exec(statement);
        note.run(tag, hash);
      }
      sqlite.exec("COMMIT");
      return todo.map(({ tag }) => tag);
    } catch (error) {
      if (sqlite.inTransaction) sqlite.exec("ROLLBACK");
      throw error;
    }
  } finally {
    sqlite.close();
  }
}

/** Migrates a PostgreSQL database under an advisory lock. Returns the applied tags. */
export async function migratePostgres(url: string): Promise<string[]> {
  // Loaded only where it is needed.
  const { connectOnce } = await import("./postgres-connect.ts");
  const client = await connectOnce(url);
  try {
    // A lock of the transaction: behind a pooler, a session's lock would stay with another client.
    await client.query("BEGIN");
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    const { rows } = await client.query("SELECT to_regclass('matricula_migrations') AS known");
    if (!rows[0].known) await client.query(MIGRATIONS_TABLE);
    const applied = await client.query<Applied>("SELECT tag, hash FROM matricula_migrations ORDER BY tag");
    const todo = outstanding(committedMigrations("postgres"), applied.rows);
    for (const { tag, hash, statements } of todo) {
      for (const statement of statements) await client.query(statement);
      await client.query("INSERT INTO matricula_migrations (tag, hash, applied_at) VALUES ($1, $2, now()::text)", [
        tag,
        hash,
      ]);
    }
    await client.query("COMMIT");
    return todo.map(({ tag }) => tag);
  } finally {
    await client.end();
  }
}

/** Migrates the database that `url` names. Returns the applied tags. */
export async function migrate(url: string, engine: Engine): Promise<string[]> {
  return engine === "postgres" ? migratePostgres(url) : migrateSqlite(url);
}

import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { engine } from "./engine.ts";
import { committedMigrations, migrateSqlite } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { TAKE_TURN } from "./postgres-writer.ts";
import type { Database } from "./types.ts";

export type TestDatabase = Database & {
  /** What a second process would open. */
  url: string;
  /** Closes it and removes every trace. */
  drop(): Promise<void>;
};

export type TestPlace = {
  /** The folder that the database's files are in, on either engine; the engine's own choice when it is not said. */
  within?: string;
};

/** A database of its own for one test file, with the real migrations, on the engine of this run. */
export async function openTestDatabase({ within }: TestPlace = {}): Promise<TestDatabase> {
  return engine === "postgres" ? openPostgresCopy(within) : openSqliteCopy(within);
}

function openSqliteCopy(within = tmpdir()): TestDatabase {
  const folder = mkdtempSync(join(within, "matricula-test-"));
  const file = join(folder, "matricula.db");
  copyFileSync(sqliteTemplate(), file);
  const database = openDatabase(file);
  const close = once(database.close);
  return {
    ...database,
    close,
    url: file,
    async drop() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * An empty database with every migration, made once for each state of them and kept where npm keeps what may be made again. Two
 * workers that make it at once make the same; the name is only ever given to a whole one.
 */
function sqliteTemplate(): string {
  const state = committedMigrations("sqlite").map(({ tag, hash }) => `${tag} ${hash}`);
  const name = createHash("sha256").update(state.join("\n")).digest("hex").slice(0, 16);
  const file = resolve("node_modules/.cache/matricula", `template-${name}.db`);
  if (existsSync(file)) return file;
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  migrateSqlite(draft);
  renameSync(draft, file);
  return file;
}

async function openPostgresCopy(within?: string): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL as string;
  const name = `t_${randomBytes(6).toString("hex")}`;
  if (within) await administer(server, `CREATE TABLESPACE ${name} LOCATION '${within}'`);
  const place = within ? ` TABLESPACE ${name}` : "";
  // The files as they are, which takes half of the work that PostgreSQL's usual way does, through its log.
  await administer(server, `CREATE DATABASE ${name} TEMPLATE matricula_template STRATEGY FILE_COPY${place}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href);
  const close = once(database.close);
  return {
    ...database,
    close,
    url: url.href,
    async drop() {
      await close();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      if (within) await administer(server, `DROP TABLESPACE ${name}`);
    },
  };
}

/** A test may close its database before it is dropped. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
}

/** Takes the lock that writers need, as another process would, and gives back the way to release it. */
export async function holdTheLock(url: string): Promise<() => Promise<void>> {
  if (engine === "postgres") {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`BEGIN; ${TAKE_TURN}`);
    return () => client.end();
  }
  const other = new BetterSqlite(url);
  other.exec("BEGIN IMMEDIATE");
  return async () => void other.close();
}

export async function administer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

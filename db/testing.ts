import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite from "better-sqlite3";
import pg from "pg";
import { engine } from "./engine.ts";
import { migrateSqlite } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import { WRITER_LOCK } from "./postgres.ts";
import type { Database } from "./types.ts";

export type TestDatabase = Database & {
  /** What a second process would open. */
  url: string;
  /** Closes it and removes every trace. */
  drop(): Promise<void>;
};

let template: string | undefined;

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
  if (!template) {
    const made = mkdtempSync(join(tmpdir(), "matricula-template-"));
    template = join(made, "template.db");
    migrateSqlite(template);
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  }
  copyFileSync(template, file);
  const database = openDatabase(file);
  return {
    ...database,
    url: file,
    async drop() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openPostgresCopy(within?: string): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL as string;
  const name = `t_${randomBytes(6).toString("hex")}`;
  if (within) await administer(server, `CREATE TABLESPACE ${name} LOCATION '${within}'`);
  const place = within ? ` TABLESPACE ${name}` : "";
  await administer(server, `CREATE DATABASE ${name} TEMPLATE matricula_template${place}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href);
  return {
    ...database,
    url: url.href,
    async drop() {
      await database.close();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      if (within) await administer(server, `DROP TABLESPACE ${name}`);
    },
  };
}

/** Takes the lock that writers need, as another process would, and gives back the way to release it. */
export async function holdTheLock(url: string): Promise<() => Promise<void>> {
  if (engine === "postgres") {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(`SELECT pg_advisory_lock(${WRITER_LOCK})`);
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

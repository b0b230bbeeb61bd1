import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { engine } from "./engine.ts";
import { migrateSqlite } from "./migrate.ts";
import { openDatabase } from "./open.ts";
import type { Database } from "./types.ts";

export type TestDatabase = Database & {
  /** What a second process would open. */
  url: string;
  /** Closes it and removes every trace. */
  drop(): Promise<void>;
};

let template: string | undefined;

/** A database of its own for one test file, with the real migrations, on the engine of this run. */
export async function openTestDatabase(): Promise<TestDatabase> {
  return engine === "postgres" ? openPostgresCopy() : openSqliteCopy();
}

function openSqliteCopy(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), "matricula-test-"));
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

async function openPostgresCopy(): Promise<TestDatabase> {
  const server = process.env.DATABASE_URL as string;
  const name = `t_${randomBytes(6).toString("hex")}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE matricula_template`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href);
  return {
    ...database,
    url: url.href,
    async drop() {
      await database.close();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * pg_dump and pg_restore for the tests of backups on PostgreSQL. npm brings the server without them, and pg_dump refuses a server
 * that is newer than itself; so when the machine's tools are older than npm's server, the server that came with them is started.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { migratePostgres } from "#db/migrate.ts";
import { createDatabase, startPostgres, TEMPLATE_DATABASE } from "./postgres-server.ts";

/** Where Debian and its children keep the programs of each version. */
const DEBIAN = "/usr/lib/postgresql";

/** The version that the machine's own pg_dump is of; none where there is no pg_dump. */
function toolsVersion(): number | undefined {
  try {
    return Number(/\s(\d+)/.exec(execFileSync("pg_dump", ["--version"], { encoding: "utf8" }))?.[1]);
  } catch {
    return undefined;
  }
}

async function serverVersion(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>("SHOW server_version_num");
    return Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  } finally {
    await client.end();
  }
}

/** A server that the machine's tools can dump, and how to be rid of it; none when the machine has nothing for it. */
export async function dumpableServer(url: string): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  const tools = toolsVersion();
  if (tools === undefined) return undefined;
  if (tools >= (await serverVersion(url))) return { url, stop: async () => {} };
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
  const bin = path.join(DEBIAN, String(tools), "bin");
  if (!versions.includes(tools) || !existsSync(path.join(bin, "initdb"))) return undefined;
  const server = await startPostgres({ bin });
  await migratePostgres(await createDatabase(server.url, TEMPLATE_DATABASE));
  return server;
}

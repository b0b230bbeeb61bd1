/** The same as `sqlite-copy.ts`, by PostgreSQL's own tools. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { connectOnce } from "#db/postgres-connect.ts";
import { environmentOfPostgres } from "#db/postgres-address.ts";
import { message, type Said } from "#messages/message.ts";
import type { StoredEntry } from "#domain/audit/to-audit-entry.ts";
import { AUDIT_HEAD, AUDIT_ROWS, createAuditChainVerifier } from "./audit-chain.ts";
import type { Fingerprint } from "./manifest.ts";
import { refusePooler } from "./refuse-pooler.ts";
import { BackupError, BackupUnverifiableError } from "./backup-error.ts";

/** How many characters of a tool's output are kept. */
const PRINTED_MAX = 4000;
const AUDIT_PAGE = 2_000;
/** The tools' messages about a server, or a dump, that is newer than they are. */
const TOO_OLD = /server version mismatch|unsupported version .* in file header/;

/** The session settings that decide how rows are written as text; set in every transaction that hashes them. */
const PLAIN_TEXT =
  "SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'";

/**
 * Dumps the database into `into` (custom format, not compressed: the backup does that) and says what it held, both in one
 * snapshot: what is written meanwhile is in neither.
 */
export async function copyPostgres(url: string, into: string): Promise<{ fingerprint: Fingerprint; files: string[] }> {
  return withConnection(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
    const snapshot = (rows[0] as { id: string }).id;
    const dumping = runTool("pg_dump", url, [
      "-Fc",
      "-Z0",
      "--no-owner",
      "--no-acl",
      `--snapshot=${snapshot}`,
      "-f",
      into,
    ]);
    const [fingerprint] = await Promise.all([fingerprintOver(client), dumping]);
    const files = await client.query<{ sha256: string }>("SELECT DISTINCT sha256 FROM files ORDER BY sha256");
    await client.query("COMMIT");
    return { fingerprint, files: files.rows.map(({ sha256 }) => sha256) };
  });
}

export async function fingerprintPostgres(url: string): Promise<Fingerprint> {
  return withConnection(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return fingerprintOver(client);
  });
}

async function fingerprintOver(client: pg.Client): Promise<Fingerprint> {
  const ask = async <Row extends object>(text: string) => (await client.query<Row>(text)).rows;
  await client.query(PLAIN_TEXT);
  const tables: Fingerprint["tables"] = {};
  const names =
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1";
  for (const { name } of await ask<{ name: string }>(names)) tables[name] = await hashTable(client, name);
  const sums = await ask<{ currency: string; total: string }>(
    "SELECT currency, sum(amount_minor)::text AS total FROM postings GROUP BY currency ORDER BY currency",
  );
  const [head] = await ask<{ seq: string; hash: string }>(AUDIT_HEAD);
  return {
    migrations: await ask("SELECT tag, hash FROM matricula_migrations ORDER BY tag"),
    tables,
    ledgerSums: Object.fromEntries(sums.map(({ currency, total }) => [currency, total])),
    auditHead: head ? { seq: Number(head.seq), hash: head.hash } : null,
  };
}

/** Rows have no order of their own here, so their hashes are sorted; in 256 portions, because a text has a longest length. */
async function hashTable(client: pg.Client, name: string): Promise<{ rows: number; sha256: string }> {
  const sha = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;
  const { rows } = await client.query<{ rows: string; sha256: string }>(
    `SELECT coalesce(sum(n), 0)::text AS rows, ${sha(`coalesce(string_agg(portion, '' ORDER BY portion COLLATE "C"), '')`)} AS sha256
     FROM (SELECT count(*) AS n, ${sha(`string_agg(h, '' ORDER BY h COLLATE "C")`)} AS portion
           FROM (SELECT ${sha("whole_row::text")} AS h FROM ${client.escapeIdentifier(name)} AS whole_row) AS hashes
           GROUP BY left(h, 2)) AS portions`,
  );
  const [found] = rows as [{ rows: string; sha256: string }];
  return { rows: Number(found.rows), sha256: found.sha256 };
}

/** What the audit log's chain finds wrong; foreign keys and uniqueness PostgreSQL has checked itself while it restored. */
export async function verifyPostgres(url: string): Promise<Said[]> {
  return withConnection(url, async (client) => {
    const chain = createAuditChainVerifier();
    await client.query("BEGIN READ ONLY");
    await client.query(`DECLARE entries NO SCROLL CURSOR FOR ${AUDIT_ROWS}`);
    for (;;) {
      const { rows } = await client.query<StoredEntry>(`FETCH ${AUDIT_PAGE} FROM entries`);
      for (const row of rows) chain.add(row);
      if (rows.length < AUDIT_PAGE) break;
    }
    const entry = chain.brokenAt();
    return entry === undefined ? [] : [message("backup.audit_chain_is_broken", { entry: String(entry) })];
  });
}

/** How the names of a database's copies begin: a server may have several schools. */
export function getCopyPrefix(url: string): string {
  return `matricula_copy_${createHash("sha256").update(new URL(url).pathname).digest("hex").slice(0, 8)}_`;
}

/** Restores a dump into a new database beside the one that `url` names. Returns its address and a function that drops it. */
export async function restoreToNewDatabase(url: string, dump: string): Promise<{ url: string; drop(): Promise<void> }> {
  await refusePooler(url);
  const ours = getCopyPrefix(url);
  await dropLeftovers(url, ours);
  const name = ours + randomBytes(6).toString("hex");
  await creating(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  const beside = new URL(url);
  beside.pathname = `/${name}`;
  const drop = async () =>
    void (await creating(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)));
  try {
    await runTool("pg_restore", beside.href, [
      "--exit-on-error",
      "--no-owner",
      "--no-acl",
      "--single-transaction",
      dump,
    ]);
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: beside.href, drop };
}

/** Drops the copies of a process that died. Only one process at a time restores copies of a school, so none is in use. */
async function dropLeftovers(url: string, prefix: string): Promise<void> {
  await withConnection(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    for (const { datname } of rows)
      await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  });
}

async function creating<T>(url: string, statement: (client: pg.Client) => Promise<T>): Promise<T> {
  try {
    return await withConnection(url, statement);
  } catch (error) {
    if ((error as { code?: string }).code !== "42501") throw error;
    throw new BackupUnverifiableError(message("backup.account_may_not_create_database"), { cause: error });
  }
}

export async function withConnection<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connectOnce(url);
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}

/** Runs one of PostgreSQL's programs on a database. The password goes through the environment, where other accounts cannot see it. */
async function runTool(tool: "pg_dump" | "pg_restore", url: string, args: string[]): Promise<void> {
  const { PGDATABASE, ...reach } = environmentOfPostgres(url);
  const child = spawn(tool, ["-d", PGDATABASE, ...args], {
    env: { ...process.env, ...reach },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  child.stderr.on("data", (chunk: Buffer) => (printed = (printed + chunk.toString("utf8")).slice(0, PRINTED_MAX)));
  const code = await new Promise<number | null>((done, refuse) => {
    child.once("error", (error) => refuse(missing(tool, error)));
    child.once("close", done);
  });
  if (code === 0) return;
  const words = message("backup.tool_ended", { tool, code: String(code), printed: printed.trim() });
  if (!TOO_OLD.test(printed)) throw new BackupError(words);
  throw new BackupUnverifiableError(message("backup.client_too_old", { words }));
}

function missing(tool: string, error: Error): Error {
  return new BackupUnverifiableError(message("backup.tool_cannot_be_run", { tool, why: error.message }), {
    cause: error,
  });
}

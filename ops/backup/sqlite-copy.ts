/** Copies of a school's SQLite file: makes, describes and checks them. Runs in commands only, never in a server. */
import { createHash, type Hash } from "node:crypto";
import { statSync } from "node:fs";
import BetterSqlite from "better-sqlite3";
import { message, type Said } from "#messages/message.ts";
import type { StoredEntry } from "#domain/audit/to-audit-entry.ts";
import { AUDIT_HEAD, AUDIT_ROWS, createAuditChainVerifier } from "./audit-chain.ts";
import type { Fingerprint } from "./manifest.ts";

const FAULTS_MAX = 20;
/** How long to wait while another process checkpoints the WAL. */
const BUSY_MS_MAX = 5_000;

/**
 * Writes a copy of the database into `into`, which must not exist yet, by `VACUUM INTO` on a connection of its own: one read
 * transaction, which neither waits for writes nor blocks them. The umask sets the file's permissions. A database that is not in WAL
 * mode (a copy by another program, before its first start) is copied too.
 */
export function copySqlite(file: string, into: string): void {
  // SQLite would create a file that does not exist.
  statSync(file);
  const sqlite = new BetterSqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS_MAX });
  try {
    sqlite.prepare("VACUUM INTO ?").run(into);
  } finally {
    sqlite.close();
  }
}

/** Opens a copy that nobody writes to. */
function openCopy(file: string): BetterSqlite.Database {
  const sqlite = new BetterSqlite(file, { readonly: true, fileMustExist: true });
  sqlite.pragma("mmap_size = 0");
  return sqlite;
}

/** Switches a copy to WAL mode, as the school's database is; `VACUUM INTO` writes it without. */
export function enableWal(copy: string): void {
  const sqlite = new BetterSqlite(copy, { fileMustExist: true });
  try {
    sqlite.pragma("journal_mode = WAL");
  } finally {
    sqlite.close();
  }
}

/** Describes a copy: every table is read whole, including those of full-text search. */
export function fingerprintSqlite(file: string): Fingerprint {
  const sqlite = openCopy(file);
  try {
    const tables: Fingerprint["tables"] = {};
    for (const { name } of tablesOf(sqlite)) tables[name] = hashTable(sqlite, name);
    const sums = sqlite
      .prepare(
        "SELECT currency, CAST(sum(amount_minor) AS text) AS total FROM postings GROUP BY currency ORDER BY currency",
      )
      .all() as { currency: string; total: string }[];
    const head = sqlite.prepare(AUDIT_HEAD).get();
    return {
      migrations: sqlite
        .prepare("SELECT tag, hash FROM matricula_migrations ORDER BY tag")
        .all() as Fingerprint["migrations"],
      tables,
      ledgerSums: Object.fromEntries(sums.map(({ currency, total }) => [currency, total])),
      auditHead: (head as Fingerprint["auditHead"] | undefined) ?? null,
    };
  } finally {
    sqlite.close();
  }
}

/** The SHA-256 of each of the school's files. */
export function listFilesInSqlite(file: string): string[] {
  const sqlite = openCopy(file);
  try {
    return sqlite.prepare("SELECT DISTINCT sha256 FROM files ORDER BY sha256").pluck().all() as string[];
  } finally {
    sqlite.close();
  }
}

/** Virtual tables store their content in shadow tables, which are listed too. */
function tablesOf(sqlite: BetterSqlite.Database): { name: string }[] {
  return sqlite
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    )
    .all() as { name: string }[];
}

function hashTable(sqlite: BetterSqlite.Database, name: string): { rows: number; sha256: string } {
  const hash = createHash("sha256");
  let rows = 0;
  // In storage order, which a copy keeps.
  for (const row of sqlite.prepare(`SELECT * FROM "${name}" NOT INDEXED`).raw().safeIntegers().iterate()) {
    hashRow(hash, row as unknown[]);
    rows += 1;
  }
  return { rows, sha256: hash.digest("hex") };
}

/** Every value with its type and length before it, so that no two rows are written alike. */
function hashRow(hash: Hash, row: unknown[]): void {
  let text = "";
  for (const value of row) {
    if (value === null) text += "n;";
    else if (typeof value === "bigint") text += `i${value};`;
    else if (typeof value === "string") text += `s${value.length}:${value};`;
    else if (Buffer.isBuffer(value)) text += `b${value.length}:${value.toString("hex")};`;
    else text += `f${String(value)};`;
  }
  hash.update(`${text}\n`);
}

/** What SQLite's checks and the audit log's chain find wrong in a copy. Empty when it is sound. */
export function verifySqlite(file: string): Said[] {
  const sqlite = openCopy(file);
  try {
    const integrity = sqlite.pragma(`integrity_check(${FAULTS_MAX})`) as { integrity_check: string }[];
    const faults: Said[] = integrity.map((row) => row.integrity_check).filter((line) => line !== "ok");
    const orphans = sqlite.pragma("foreign_key_check") as { table: string; parent: string }[];
    if (orphans.length > 0) {
      const [{ table, parent }] = orphans as [{ table: string; parent: string }];
      faults.push(message("backup.rows_point_at_nothing", { count: orphans.length, table, parent }));
    }
    const chain = createAuditChainVerifier();
    for (const row of sqlite.prepare(AUDIT_ROWS).iterate()) chain.add(row as StoredEntry);
    const entry = chain.brokenAt();
    if (entry !== undefined) faults.push(message("backup.audit_chain_is_broken", { entry: String(entry) }));
    return faults;
  } finally {
    sqlite.close();
  }
}

import { rm } from "node:fs/promises";
import path from "node:path";
import { message, type Said } from "#messages/message.ts";
import { verifyStoredFiles } from "./attachments.ts";
import { unpackBackup } from "./archive.ts";
import type { Bytes } from "./bytes.ts";
import { compareFingerprints } from "./compare.ts";
import type { Manifest } from "./manifest.ts";
import { verifyPostgres, fingerprintPostgres, restoreToNewDatabase } from "./postgres-copy.ts";
import { getBackupPath } from "./records.ts";
import { verifySqlite, fingerprintSqlite } from "./sqlite-copy.ts";
import type { BackupStore } from "./store.ts";
import { BackupError, BackupUnverifiableError } from "./backup-error.ts";

export type VerifyResult = { manifest: Manifest | undefined; faults: Said[]; filesRead: number };

export type VerifyOptions = {
  key: Buffer | null;
  /** An empty folder, readable by this account alone. */
  workDir: string;
  /** PostgreSQL only: a database on the server where a copy may be restored. */
  serverUrl: string | undefined;
  /** Which files are read back whole; default: all. */
  filesWhole?: ReadonlySet<string>;
};

/**
 * Reads a stored backup back and says what is wrong with it: opens and unpacks it, has the engine check it, and compares every
 * table, the ledger and the audit log with the manifest. No faults: it is as good as the school was.
 * Throws `BackupUnverifiableError` when it cannot be opened here at all.
 */
export async function verifyBackup(store: BackupStore, name: string, how: VerifyOptions): Promise<VerifyResult> {
  const nothing = { manifest: undefined, filesRead: 0 };
  try {
    const stored = await store.read(getBackupPath(name));
    if (!stored) return { ...nothing, faults: [message("backup.it_is_not_there")] };
    const { manifest, faults } = await verifyStored(stored, how);
    const whole = how.filesWhole ?? new Set(manifest.files);
    faults.push(...(await verifyStoredFiles(store, manifest.files, whole, manifest.isEncrypted ? how.key : null)));
    return { manifest, faults, filesRead: whole.size };
  } catch (error) {
    if (error instanceof BackupError && !(error instanceof BackupUnverifiableError))
      return { ...nothing, faults: [error.told] };
    throw error;
  }
}

/** The same for a stream, without the school's files. Throws `BackupTrouble` for what cannot be opened at all. */
async function verifyStored(stored: Bytes, how: VerifyOptions): Promise<{ manifest: Manifest; faults: Said[] }> {
  const copy = path.join(how.workDir, "verified.copy");
  try {
    const manifest = await unpackBackup(stored, how.key, copy);
    return { manifest, faults: await verifyCopy(manifest, copy, how.serverUrl) };
  } finally {
    await rm(copy, { force: true });
  }
}

/** What is wrong with an unpacked copy. */
export async function verifyCopy(manifest: Manifest, copy: string, serverUrl: string | undefined): Promise<Said[]> {
  if (manifest.engine === "postgres") return faultsOfDump(manifest, copy, serverUrl);
  try {
    return [...verifySqlite(copy), ...compareFingerprints(manifest.fingerprint, fingerprintSqlite(copy))];
  } catch (error) {
    if (!(error as { code?: string }).code?.startsWith("SQLITE_")) throw error;
    return [message("backup.sqlite_cannot_read_it", { why: (error as Error).message })];
  }
}

async function faultsOfDump(manifest: Manifest, dump: string, serverUrl: string | undefined): Promise<Said[]> {
  if (!serverUrl) throw new BackupUnverifiableError(message("backup.needs_postgresql"));
  const beside = await restoreToNewDatabase(serverUrl, dump);
  try {
    return [
      ...(await verifyPostgres(beside.url)),
      ...compareFingerprints(manifest.fingerprint, await fingerprintPostgres(beside.url)),
    ];
  } finally {
    await beside.drop();
  }
}

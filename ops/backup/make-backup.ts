import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "#config/config.ts";
import { getDirectUrl } from "../database-kind.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { message, type Said } from "#messages/message.ts";
import { withBackupLock } from "./backup-lock.ts";
import { verifyStoredFiles, splitByPresence, storeFiles } from "./attachments.ts";
import { packBackup } from "./archive.ts";
import { readStoredSecrets } from "./stored-secrets.ts";
import { hashBytes, readFileBytes } from "./bytes.ts";
import { makeBackupFolder, openFolderStore, removePartialFiles } from "./folder-store.ts";
import type { Fingerprint, Manifest } from "./manifest.ts";
import { withConnection, copyPostgres } from "./postgres-copy.ts";
import { refusePooler } from "./refuse-pooler.ts";
import { pruneBackups } from "./prune.ts";
import { encodeFinding, getBackupPath, type BackupRecord, getBackupName, writeRecord } from "./records.ts";
import { openS3Store } from "./s3-store.ts";
import { copySqlite, listFilesInSqlite, fingerprintSqlite } from "./sqlite-copy.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";
import { verifyBackup } from "./verify-backup.ts";
import { assertFreeSpace, withTemporaryFolder } from "./temporary-folder.ts";

export type BackupReason = BackupRecord["why"];
export type BackupSource = Pick<Config, "dataDir" | "filesDir" | "database" | "backup">;

/** How long a backup waits for another one to finish. */
const WAIT_MS_MAX = 4 * 60_000;

export const getServerUrl = (school: BackupSource) =>
  school.database.engine === "postgres" ? getDirectUrl(school) : undefined;

/**
 * Makes one backup, verifies it, and writes its record. Meant for a process of its own: it opens the database and takes long. Throws `BackupTrouble` when none could be made; one that was made and is not right comes back as failed.
 * An hourly one reads back only the files that are new in it; every other reads all of them.
 */
export async function makeBackup(
  school: BackupSource,
  why: BackupReason,
  now = createSystemClock,
): Promise<BackupRecord> {
  await makeBackupFolder(school.backup.dir);
  return withBackupLock(
    school.dataDir,
    () =>
      withTemporaryFolder(school.dataDir, async (workDir) => {
        const folder = openFolderStore(school.backup.dir);
        await removePartialFiles(school.backup.dir);
        const { record, files } = await backUpAndVerify(school, why, folder, workDir, now);
        const stores = [folder];
        if (school.backup.s3 && record.state === "verified") {
          const elsewhere = openS3Store(school.backup.s3);
          await copyElsewhere(school, { from: folder, to: elsewhere }, record, files);
          stores.push(elsewhere);
        }
        await writeRecord(folder, record);
        for (const store of stores.filter(({ name }) => record.places.includes(name))) {
          if (store !== folder) await writeRecord(store, record);
          await pruneBackups(store, school.backup.keep, school.backup.key, now());
        }
        return record;
      }),
    WAIT_MS_MAX,
  );
}

async function backUpAndVerify(
  school: BackupSource,
  why: BackupReason,
  folder: BackupStore,
  workDir: string,
  now: () => Date,
): Promise<{ record: BackupRecord; files: string[] }> {
  const { key } = school.backup;
  const started = performance.now();
  const moment = now();
  const name = getBackupName(moment);
  const copy = path.join(workDir, "database.copy");
  const manifest = await takeCopy(school, moment, copy);
  await folder.write(getBackupPath(name), packBackup(manifest, copy, key));
  const added = await storeFiles(folder, school.filesDir, manifest.files, key);
  const filesWhole = new Set(why === "hourly" ? added : manifest.files);
  const { faults, filesRead } = await verifyBackup(folder, name, {
    key,
    workDir,
    serverUrl: getServerUrl(school),
    filesWhole,
  });
  const stored = await hashBytes((await folder.read(getBackupPath(name))) ?? none());
  const record: BackupRecord = {
    format: 1,
    name,
    moment: manifest.moment,
    state: faults.length === 0 ? "verified" : "failed",
    checkedAt: now().toISOString(),
    why,
    engine: manifest.engine,
    version: manifest.version,
    isEncrypted: manifest.isEncrypted,
    ...stored,
    places: faults.length === 0 ? ["folder"] : [],
    rows: Object.values(manifest.fingerprint.tables).reduce((sum, { rows }) => sum + rows, 0),
    files: { count: manifest.files.length, read: filesRead, missing: manifest.filesMissing.length },
    tookMs: Math.round(performance.now() - started),
    findings: [...faults, ...lacking(manifest)].map(encodeFinding),
    provedAt: null,
  };
  return { record, files: manifest.files };
}

async function* none(): AsyncGenerator<Buffer> {}

/** The files that the school itself had lost before the backup: no fault of the backup, but a person must know. */
function lacking({ filesMissing }: Manifest): Said[] {
  const [first] = filesMissing;
  return first ? [message("backup.school_lost_files", { count: filesMissing.length, first })] : [];
}

/** Copies the database, and says what is in the copy. */
async function takeCopy(school: BackupSource, moment: Date, copy: string): Promise<Manifest> {
  const taken = school.database.engine === "postgres" ? await dump(school, copy) : await vacuum(school, copy);
  return {
    format: 1,
    engine: school.database.engine,
    moment: moment.toISOString(),
    version: versionOf(),
    isEncrypted: school.backup.key !== null,
    fingerprint: taken.fingerprint,
    database: await hashBytes(readFileBytes(copy)),
    secrets: readStoredSecrets(school.dataDir),
    ...(await splitByPresence(school.filesDir, taken.files)),
  };
}

type Taken = { fingerprint: Fingerprint; files: string[] };

async function vacuum(school: BackupSource, copy: string): Promise<Taken> {
  const { file } = school.database as { file: string };
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? {};
  if (size === undefined) throw new BackupError(message("backup.no_database", { file }));
  // The copy, a second one when it is verified, and at worst a third for the encrypted file.
  await assertFreeSpace(school.dataDir, 2 * size);
  await assertFreeSpace(school.backup.dir, size);
  copySqlite(file, copy);
  return { fingerprint: fingerprintSqlite(copy), files: listFilesInSqlite(copy) };
}

async function dump(school: BackupSource, copy: string): Promise<Taken> {
  const url = getDirectUrl(school);
  await refusePooler(url);
  const bytes = await withConnection(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>("SELECT pg_database_size(current_database()) AS bytes");
    return Number(rows[0]?.bytes ?? 0);
  });
  await assertFreeSpace(school.dataDir, 2 * bytes);
  await assertFreeSpace(school.backup.dir, bytes);
  return copyPostgres(url, copy);
}

function versionOf(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
}

/** Copies a verified backup to the second location and verifies it there. A failure is only recorded: the first copy counts. */
async function copyElsewhere(
  school: BackupSource,
  { from, to }: { from: BackupStore; to: BackupStore },
  record: BackupRecord,
  files: readonly string[],
): Promise<void> {
  const { key } = school.backup;
  try {
    const file = getBackupPath(record.name);
    await to.write(file, (await from.read(file)) ?? none());
    const back = await hashBytes((await to.read(file)) ?? none());
    const added = await storeFiles(to, school.filesDir, files, key);
    const faults = await verifyStoredFiles(to, files, new Set(record.why === "hourly" ? added : files), key);
    if (back.sha256 !== record.sha256) faults.unshift(message("backup.copy_in_s3_differs"));
    if (faults.length === 0) record.places.push("s3");
    record.findings.push(...faults.map(encodeFinding));
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    record.findings.push(encodeFinding(message("backup.copy_in_s3_failed", { why: error.told })));
  }
}

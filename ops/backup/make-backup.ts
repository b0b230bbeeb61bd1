import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "#config/config.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { counted } from "../format-count.ts";
import { alone } from "./backup-lock.ts";
import { faultsOfFiles, sortOut, storeFiles } from "./attachments.ts";
import { sealedBackup } from "./archive.ts";
import { readSecrets } from "./stored-secrets.ts";
import { digest, fileBytes } from "./bytes.ts";
import { makeFolder, openFolderStore, removePartial } from "./folder-store.ts";
import type { Fingerprint, Manifest } from "./manifest.ts";
import { connected, copyPostgres } from "./postgres-copy.ts";
import { prune } from "./prune.ts";
import { backupFile, type BackupRecord, nameOf, writeRecord } from "./records.ts";
import { openS3Store } from "./s3-store.ts";
import { copySqlite, filesOfSqlite, fingerprintSqlite } from "./sqlite-copy.ts";
import type { Store } from "./store.ts";
import { BackupTrouble } from "./backup-error.ts";
import { verifyBackup } from "./verify-backup.ts";
import { assertRoom, withWorkFolder } from "./temporary-folder.ts";

export type Why = BackupRecord["why"];
export type School = Pick<Config, "dataDir" | "database" | "backup">;

/** How long a backup waits for another that is at work. */
const WAIT_MS_MAX = 4 * 60_000;

export const filesDirOf = (school: School) => path.join(school.dataDir, "files");
export const serverUrlOf = ({ database }: School) => (database.engine === "postgres" ? database.url : undefined);

/**
 * Makes one backup, reads it back, and writes down what came of it. Meant for a process of its own: it opens the database, and
 * what it does is long. Throws `BackupTrouble` when none could be made; one that was made and is not right comes back as failed.
 * An hourly one reads back only the files that are new in it; every other reads all of them.
 */
export async function makeBackup(school: School, why: Why, now = createSystemClock): Promise<BackupRecord> {
  await makeFolder(school.backup.dir);
  return alone(
    school.dataDir,
    () =>
      withWorkFolder(school.dataDir, async (workDir) => {
        const folder = openFolderStore(school.backup.dir);
        await removePartial(school.backup.dir);
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
          await prune(store, school.backup.keep, school.backup.key, now());
        }
        return record;
      }),
    WAIT_MS_MAX,
  );
}

async function backUpAndVerify(
  school: School,
  why: Why,
  folder: Store,
  workDir: string,
  now: () => Date,
): Promise<{ record: BackupRecord; files: string[] }> {
  const { key } = school.backup;
  const started = performance.now();
  const moment = now();
  const name = nameOf(moment);
  const copy = path.join(workDir, "database.copy");
  const manifest = await takeCopy(school, moment, copy);
  await folder.write(backupFile(name), sealedBackup(manifest, copy, key));
  const added = await storeFiles(folder, filesDirOf(school), manifest.files, key);
  const filesWhole = new Set(why === "hourly" ? added : manifest.files);
  const { faults, filesRead } = await verifyBackup(folder, name, {
    key,
    workDir,
    serverUrl: serverUrlOf(school),
    filesWhole,
  });
  const stored = await digest((await folder.read(backupFile(name))) ?? none());
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
    findings: [...faults, ...lacking(manifest)],
    provedAt: null,
  };
  return { record, files: manifest.files };
}

async function* none(): AsyncGenerator<Buffer> {}

/** What the school itself lacked when it was backed up: no fault of the backup, but a person must know. */
function lacking({ filesMissing }: Manifest): string[] {
  const [first] = filesMissing;
  return first ? [`the school has lost the bytes of ${counted(filesMissing.length, "file")}, the first ${first}`] : [];
}

/** Copies the database, and says what is in the copy. */
async function takeCopy(school: School, moment: Date, copy: string): Promise<Manifest> {
  const taken = school.database.engine === "postgres" ? await dump(school, copy) : await vacuum(school, copy);
  return {
    format: 1,
    engine: school.database.engine,
    moment: moment.toISOString(),
    version: versionOf(),
    isEncrypted: school.backup.key !== null,
    fingerprint: taken.fingerprint,
    database: await digest(fileBytes(copy)),
    secrets: readSecrets(school.dataDir),
    ...(await sortOut(filesDirOf(school), taken.files)),
  };
}

type Taken = { fingerprint: Fingerprint; files: string[] };

async function vacuum(school: School, copy: string): Promise<Taken> {
  const { file } = school.database as { file: string };
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? {};
  if (size === undefined) throw new BackupTrouble(`there is no database at ${file}.`);
  // The copy, the same once more when it is read back, and at worst as much again for the sealed one.
  await assertRoom(school.dataDir, 2 * size);
  await assertRoom(school.backup.dir, size);
  copySqlite(file, copy);
  return { fingerprint: fingerprintSqlite(copy), files: filesOfSqlite(copy) };
}

async function dump(school: School, copy: string): Promise<Taken> {
  const { url } = school.database as { url: string };
  const bytes = await connected(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>("SELECT pg_database_size(current_database()) AS bytes");
    return Number(rows[0]?.bytes ?? 0);
  });
  await assertRoom(school.dataDir, 2 * bytes);
  await assertRoom(school.backup.dir, bytes);
  return copyPostgres(url, copy);
}

function versionOf(): string {
  return (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string })
    .version;
}

/** Copies what was verified to the second place, and reads it back from there. Trouble with it is a finding: the first copy counts. */
async function copyElsewhere(
  school: School,
  { from, to }: { from: Store; to: Store },
  record: BackupRecord,
  files: readonly string[],
): Promise<void> {
  const { key } = school.backup;
  try {
    const file = backupFile(record.name);
    await to.write(file, (await from.read(file)) ?? none());
    const back = await digest((await to.read(file)) ?? none());
    const added = await storeFiles(to, filesDirOf(school), files, key);
    const faults = await faultsOfFiles(to, files, new Set(record.why === "hourly" ? added : files), key);
    if (back.sha256 !== record.sha256) faults.unshift("the copy in s3 holds other bytes than the one in the folder");
    if (faults.length === 0) record.places.push("s3");
    record.findings.push(...faults);
  } catch (error) {
    if (!(error instanceof BackupTrouble)) throw error;
    record.findings.push(`the copy in s3 could not be made: ${error.message}`);
  }
}

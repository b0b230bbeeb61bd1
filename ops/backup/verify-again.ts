import { createSystemClock } from "#domain/kernel/clock.ts";
import { message } from "#messages/message.ts";
import { withBackupLock } from "./backup-lock.ts";
import { hashBytes } from "./bytes.ts";
import { openFolderStore } from "./folder-store.ts";
import { type BackupSource, getServerUrl } from "./make-backup.ts";
import {
  encodeFinding,
  getBackupPath,
  type BackupRecord,
  readRecord,
  listStoredNames,
  writeRecord,
} from "./records.ts";
import type { BackupStore } from "./store.ts";
import { BackupError, BackupUnverifiableError } from "./backup-error.ts";
import { verifyBackup } from "./verify-backup.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

/**
 * Verifies backups of the folder again, with all their files, and updates their records: one that was right and no longer is stops
 * counting. Without a name, all of them, newest first.
 */
export async function verifyStoredBackups(
  school: BackupSource,
  name: string | undefined,
  now = createSystemClock,
): Promise<BackupRecord[]> {
  const folder = openFolderStore(school.backup.dir);
  const there = await listStoredNames(folder);
  const names = name === undefined ? there : there.filter((each) => each === name);
  if (names.length === 0) {
    const folder = school.backup.dir;
    throw new BackupError(
      name === undefined
        ? message("backup.no_backup_in", { folder })
        : message("backup.no_such_backup_in", { name, folder }),
    );
  }
  return withBackupLock(school.dataDir, () =>
    withTemporaryFolder(school.dataDir, async (workDir) => {
      const records: BackupRecord[] = [];
      for (const each of names) records.push(await verifyOne(school, folder, each, workDir, now));
      return records;
    }),
  );
}

async function verifyOne(
  school: BackupSource,
  folder: BackupStore,
  name: string,
  workDir: string,
  now: () => Date,
): Promise<BackupRecord> {
  const how = { key: school.backup.key, workDir, serverUrl: getServerUrl(school) };
  const before = await readRecord(folder, name);
  const verified = await verifyBackup(folder, name, how).catch((error: unknown) => {
    if (error instanceof BackupUnverifiableError) return error;
    throw error;
  });
  const stored = await folder.read(getBackupPath(name));
  const sum = stored ? await hashBytes(stored) : { bytes: 0, sha256: "" };
  const isUntold = verified instanceof BackupUnverifiableError;
  if (isUntold && before?.sha256 === sum.sha256) {
    // The same bytes as when it was verified before: its status stays, and nothing is stored.
    return { ...before, findings: [encodeFinding(message("backup.could_not_be_opened", { why: verified.told }))] };
  }
  const { manifest, faults, filesRead } = isUntold
    ? { manifest: undefined, faults: [verified.told], filesRead: 0 }
    : verified;
  const isRight = faults.length === 0;
  const elsewhere = before?.places.filter((place) => place !== "folder") ?? [];
  const record: BackupRecord = {
    format: 1,
    name,
    moment: manifest?.moment ?? before?.moment ?? new Date(0).toISOString(),
    state: isRight ? "verified" : "failed",
    checkedAt: now().toISOString(),
    why: before?.why ?? "by hand",
    engine: manifest?.engine ?? school.database.engine,
    version: manifest?.version ?? before?.version ?? "unknown",
    isEncrypted: manifest?.isEncrypted ?? before?.isEncrypted ?? false,
    ...sum,
    places: [...(isRight ? (["folder"] as const) : []), ...elsewhere],
    rows: Object.values(manifest?.fingerprint.tables ?? {}).reduce((total, { rows }) => total + rows, 0),
    files: {
      count: manifest?.files.length ?? 0,
      read: filesRead,
      missing: manifest?.filesMissing.length ?? 0,
    },
    tookMs: before?.tookMs ?? 0,
    findings: faults.map(encodeFinding),
    provedAt: isRight ? (before?.provedAt ?? null) : null,
  };
  await writeRecord(folder, record);
  return record;
}

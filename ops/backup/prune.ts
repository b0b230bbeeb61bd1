import { removeUnusedFiles, getStoredNames } from "./attachments.ts";
import { readManifest } from "./archive.ts";
import { type RetentionRule, selectBackupsToKeep } from "./retention.ts";
import {
  getBackupPath,
  type BackupRecord,
  parseBackupName,
  readRecord,
  removeBackup,
  listStoredNames,
} from "./records.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";

/** How long a failed backup is kept after it was found to be one, for whoever looks into why. */
const UNCOUNTED_MS_MAX = 7 * 86_400_000;

/**
 * Deletes the backups that the retention rule does not keep. Only verified ones take part in the rule, so a failed one never pushes
 * out a good one. Returns how many were deleted.
 */
export async function pruneBackups(
  store: BackupStore,
  rule: RetentionRule,
  key: Buffer | null,
  now: Date,
): Promise<number> {
  const counted: string[] = [];
  const gone: string[] = [];
  for (const name of await listStoredNames(store)) {
    const record = await readRecord(store, name);
    if (record?.state === "verified") counted.push(name);
    else if (now.getTime() - uncountedSince(name, record).getTime() > UNCOUNTED_MS_MAX) gone.push(name);
  }
  const byMoment = new Map(counted.map((name) => [parseBackupName(name) as Date, name]));
  const kept = new Set(selectBackupsToKeep([...byMoment.keys()], rule, now));
  for (const [moment, name] of byMoment) if (!kept.has(moment)) gone.push(name);
  for (const name of gone) await removeBackup(store, name);
  if (gone.length > 0) await removeUnreferencedFiles(store, key);
  return gone.length;
}

/** Counted from when it was found wrong: an old backup that failed today is kept for a week from today. */
function uncountedSince(name: string, record: BackupRecord | undefined): Date {
  const moment = parseBackupName(name) as Date;
  const checkedAt = record ? new Date(record.checkedAt) : moment;
  return checkedAt > moment ? checkedAt : moment;
}

/** While one of the backups cannot be opened (another key), its files are unknown, so no file is deleted. */
async function removeUnreferencedFiles(store: BackupStore, key: Buffer | null): Promise<void> {
  const used = new Set<string>();
  try {
    for (const name of await listStoredNames(store)) {
      const stored = await store.read(getBackupPath(name));
      if (!stored) continue;
      const { files, isEncrypted } = await readManifest(stored, key);
      for (const file of getStoredNames(files, isEncrypted ? key : null)) used.add(file);
    }
  } catch (error) {
    if (error instanceof BackupError) return;
    throw error;
  }
  await removeUnusedFiles(store, used);
}

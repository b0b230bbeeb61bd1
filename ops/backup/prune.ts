import { removeUnused, storedNamesOf } from "./attachments.ts";
import { readManifest } from "./archive.ts";
import { type KeepRule, toKeep } from "./retention.ts";
import { backupFile, type BackupRecord, momentOf, readRecord, removeBackup, storedNames } from "./records.ts";
import type { Store } from "./store.ts";
import { BackupTrouble } from "./backup-error.ts";

/** A backup that does not count stays so long after that was found, for whoever looks into why. */
const UNCOUNTED_MS_MAX = 7 * 86_400_000;

/**
 * Takes away what the rule does not keep. Only backups that count stand for their time, so one that failed never pushes a good
 * one out. Says how many went.
 */
export async function prune(store: Store, rule: KeepRule, key: Buffer | null, now: Date): Promise<number> {
  const counted: string[] = [];
  const gone: string[] = [];
  for (const name of await storedNames(store)) {
    const record = await readRecord(store, name);
    if (record?.state === "verified") counted.push(name);
    else if (now.getTime() - uncountedSince(name, record).getTime() > UNCOUNTED_MS_MAX) gone.push(name);
  }
  const byMoment = new Map(counted.map((name) => [momentOf(name) as Date, name]));
  const kept = new Set(toKeep([...byMoment.keys()], rule, now));
  for (const [moment, name] of byMoment) if (!kept.has(moment)) gone.push(name);
  for (const name of gone) await removeBackup(store, name);
  if (gone.length > 0) await removeUnusedFiles(store, key);
  return gone.length;
}

/** An old one that was right for months, and was found wrong today, stays a week from today. */
function uncountedSince(name: string, record: BackupRecord | undefined): Date {
  const moment = momentOf(name) as Date;
  const checkedAt = record ? new Date(record.checkedAt) : moment;
  return checkedAt > moment ? checkedAt : moment;
}

/** As long as one of the backups cannot be opened (another key), nobody knows what it needs, and every file stays. */
async function removeUnusedFiles(store: Store, key: Buffer | null): Promise<void> {
  const used = new Set<string>();
  try {
    for (const name of await storedNames(store)) {
      const stored = await store.read(backupFile(name));
      if (!stored) continue;
      const { files, isEncrypted } = await readManifest(stored, key);
      for (const file of storedNamesOf(files, isEncrypted ? key : null)) used.add(file);
    }
  } catch (error) {
    if (error instanceof BackupTrouble) return;
    throw error;
  }
  await removeUnused(store, used);
}

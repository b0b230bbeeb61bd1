import { access } from "node:fs/promises";
import path from "node:path";
import type { BackupConfig } from "#config/config.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { type Message, message, type Said } from "#messages/message.ts";
import { type Bytes, readFileBytes } from "./bytes.ts";
import { openFolderStore } from "./folder-store.ts";
import {
  getBackupPath,
  type BackupRecord,
  parseBackupName,
  getNewestVerified,
  listRecentIn,
  listStoredNames,
  listVerifiedBackups,
} from "./records.ts";
import { openS3Store } from "./s3-store.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";

/** A backup that was found: how to read it, and the store of the files that it refers to. */
export type FoundBackup = { label: string; read(): Promise<Bytes>; store: BackupStore };

/** Which one: the newest that counts, the newest that counts at a time, or one by its name or its file. */
export type BackupSelector = { latest: true } | { at: Date } | { named: string };

/** Every storage location of backups, the local folder first. */
function storesOf(backup: BackupConfig): BackupStore[] {
  return [openFolderStore(backup.dir), ...(backup.s3 ? [openS3Store(backup.s3)] : [])];
}

/**
 * The records of all backups in all storage locations, newest first. The folder's record of a backup also says whether it is in the
 * other location. A location that cannot be read is among the `troubles`.
 */
export async function listBackups(
  backup: BackupConfig,
  max: number,
): Promise<{ records: BackupRecord[]; troubles: Said[] }> {
  const byName = new Map<string, BackupRecord>();
  const troubles: Said[] = [];
  for (const store of storesOf(backup)) {
    try {
      for (const record of await listRecentIn(store, max))
        if (!byName.has(record.name)) byName.set(record.name, record);
    } catch (error) {
      if (!(error instanceof BackupError)) throw error;
      troubles.push(error.told);
    }
  }
  const records = [...byName.values()].sort((a, b) => (a.name < b.name ? 1 : -1)).slice(0, max);
  return { records, troubles };
}

/**
 * Finds a backup in all storage locations; of two copies of one, that in the folder. One that is named is taken even if it counts
 * as failed: it is verified again in any case.
 */
export async function findBackup(backup: BackupConfig, which: BackupSelector): Promise<FoundBackup> {
  if ("named" in which && (await isFile(which.named))) return fromFile(which.named);
  const found: { store: BackupStore; name: string }[] = [];
  for (const store of storesOf(backup)) {
    try {
      const name = await nameIn(store, which);
      if (name !== undefined) found.push({ store, name });
    } catch (error) {
      // When the second location does not answer, the first can still be used.
      if (!(error instanceof BackupError) || found.length === 0) throw error;
    }
  }
  const [newest] = found.sort((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0));
  if (newest) return fromStore(newest.store, newest.name);
  throw new BackupError(nothingFound(backup, which));
}

function nothingFound({ dir, s3 }: BackupConfig, which: BackupSelector): Message {
  const places = s3 ? message("backup.folder_and_storage", { folder: dir, url: s3.url }) : dir;
  if ("named" in which) return message("backup.no_such_backup", { name: which.named, places });
  if ("at" in which) return message("backup.no_verified_backup_from", { time: which.at.toISOString(), places });
  return message("backup.no_verified_backup", { places });
}

async function nameIn(store: BackupStore, which: BackupSelector): Promise<string | undefined> {
  if ("named" in which) return (await listStoredNames(store)).find((name) => name === which.named);
  const newest = "latest" in which ? await getNewestVerified(store, createSystemClock()) : undefined;
  if (newest) return newest.name;
  // When all are dated in the future, it is this machine's clock that is wrong.
  for await (const { name } of listVerifiedBackups(store)) {
    if ("latest" in which || (parseBackupName(name) as Date) <= which.at) return name;
  }
  return undefined;
}

function fromStore(store: BackupStore, name: string): FoundBackup {
  const read = async () => {
    const stored = await store.read(getBackupPath(name));
    if (!stored) throw new BackupError(message("backup.backup_is_gone", { name, place: store.name }));
    return stored;
  };
  return { label: `${name} (${store.name})`, read, store };
}

/** The files of a backup that is given as a file: beside its folder, as in a backup folder. */
function fromFile(file: string): FoundBackup {
  const store = openFolderStore(path.dirname(path.dirname(path.resolve(file))));
  return { label: file, read: async () => readFileBytes(file), store };
}

async function isFile(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}

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

/** A backup to work with: how to read it, and where the files it speaks of are. */
export type FoundBackup = { label: string; read(): Promise<Bytes>; store: BackupStore };

/** Which one: the newest that counts, the newest that counts at a time, or one by its name or its file. */
export type BackupSelector = { latest: true } | { at: Date } | { named: string };

/** Every place that backups are in, the nearest first. */
function storesOf(backup: BackupConfig): BackupStore[] {
  return [openFolderStore(backup.dir), ...(backup.s3 ? [openS3Store(backup.s3)] : [])];
}

/**
 * What became of every backup, wherever it is, newest first: the folder says of its own what it knows of both places. A place that
 * cannot be asked is among the `troubles`.
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
 * Finds a backup: the newest of all places, and of two copies of one that in the folder. One that is named is taken whether it counts
 * or not: it is verified in any case.
 */
export async function findBackup(backup: BackupConfig, which: BackupSelector): Promise<FoundBackup> {
  if ("named" in which && (await isFile(which.named))) return fromFile(which.named);
  const found: { store: BackupStore; name: string }[] = [];
  for (const store of storesOf(backup)) {
    try {
      const name = await nameIn(store, which);
      if (name !== undefined) found.push({ store, name });
    } catch (error) {
      // A second place that does not answer must not keep the first from being of use.
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
  // Where all bear times to come, it is this machine's clock that is wrong.
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

/** A file that lies as it lay in a backup folder has its school's files beside that folder. */
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

import { existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#config/config.ts";
import { makePrivateFolder } from "#db/make-folder.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { type Message, message } from "#messages/message.ts";
import { getDirectUrl } from "../database-kind.ts";
import { recordRestore } from "../health/checkpoint-file.ts";
import { withBackupLock } from "./backup-lock.ts";
import { restoreFiles } from "./attachments.ts";
import { readFileBytes } from "./bytes.ts";
import { findBackup, type BackupSelector } from "./find-backup.ts";
import { syncFolder, writeDurably } from "./durable-write.ts";
import { checkpointAndLock, refuseIfOpen } from "./open-handles.ts";
import { describeLosses, countLosses } from "./count-losses.ts";
import type { BackupSource } from "./make-backup.ts";
import { refuseIfConnected, swapPostgres } from "./restore-postgres.ts";
import { restoreSecrets } from "./stored-secrets.ts";
import { getBackupName } from "./records.ts";
import { enableWal } from "./sqlite-copy.ts";
import { BackupError } from "./backup-error.ts";
import { unpackAndCheck } from "./unpack.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export type RestoreOptions = {
  which: BackupSelector;
  /** Is told what the restore will lose, and says whether to go on. */
  agree(told: Message): Promise<boolean>;
  now?: () => Date;
};

/**
 * Restores the school to the moment of a backup. Everything is verified before anything is changed; the present database is set
 * aside, and payments are off until a person has accepted the restored one. Refuses while a server runs. Returns what was done.
 */
export async function restoreBackup(
  school: BackupSource & Pick<Config, "checkpointFile">,
  { which, agree, now = createSystemClock }: RestoreOptions,
): Promise<Message> {
  return withBackupLock(school.dataDir, () =>
    withTemporaryFolder(school.dataDir, async (workDir) => {
      const { database } = school;
      if (database.engine === "sqlite") refuseIfOpen(database.file);
      else await refuseIfConnected(getDirectUrl(school));
      const chosen = await findBackup(school.backup, which);
      const unpacked = await unpackAndCheck(school, chosen, workDir);
      const moment = new Date(unpacked.manifest.moment);
      const losses = isEmpty(database)
        ? message("backup.nothing_to_lose")
        : describeLosses(await countLosses(school, moment), moment);
      if (!(await agree(message("backup.right_in_every_part", { label: chosen.label, losses })))) {
        throw new BackupError(message("backup.nothing_was_changed"));
      }
      const { manifest } = unpacked;
      await turnPaymentsOff(school.checkpointFile, manifest.moment, now());
      const key = manifest.isEncrypted ? school.backup.key : null;
      const files = await restoreFiles(chosen.store, school.filesDir, manifest.files, key);
      await restoreSecrets(school.dataDir, manifest.secrets);
      const aside =
        database.engine === "sqlite"
          ? await swapSqlite(database.file, unpacked.copy, now())
          : await swapPostgres(getDirectUrl(school), unpacked.copy, now());
      return message("backup.restored", { moment: manifest.moment, label: chosen.label, files, aside });
    }),
  );
}

const isEmpty = (database: BackupSource["database"]) =>
  database.engine === "sqlite" && !["", "-wal"].some((ending) => existsSync(database.file + ending));

/** Done before the database is replaced: an interrupted restore must not leave a school that charges people a second time. */
async function turnPaymentsOff(checkpointFile: string | null, moment: string, now: Date): Promise<void> {
  if (checkpointFile === null) return;
  try {
    await recordRestore(checkpointFile, moment, now);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BackupError(message("backup.checkpoint_cannot_be_written", { why }), { cause: error });
  }
}

/**
 * The old database gets a second name (a hard link), then one rename puts the new one in its place, so there is a database at every
 * moment. The WAL belongs to the old one and goes with it: SQLite would apply it to whatever file is beside it.
 */
async function swapSqlite(file: string, copy: string, now: Date): Promise<Message> {
  enableWal(copy);
  const handle = await open(copy, "r");
  await handle.sync();
  await handle.close();
  const incoming = `${file}.restored`;
  // A rename is atomic only within one file system, and the database may be on another one than the data folder.
  await moveNear(copy, incoming);
  refuseIfOpen(file);
  const letGo = existsSync(file) ? checkpointAndLock(file) : undefined;
  try {
    const aside = path.join(path.dirname(file), "replaced", getBackupName(now));
    const names = ["", "-wal", "-shm"].filter((ending) => existsSync(file + ending));
    if (names.length > 0) {
      makePrivateFolder(aside);
      for (const ending of names) linkSync(file + ending, path.join(aside, path.basename(file) + ending));
      await syncFolder(aside);
    }
    for (const ending of ["-wal", "-shm"]) rmSync(file + ending, { force: true });
    renameSync(incoming, file);
    await syncFolder(path.dirname(file));
    return names.length > 0 ? message("backup.kept_in_folder", { aside }) : message("backup.no_database_before");
  } finally {
    letGo?.();
    rmSync(incoming, { force: true });
  }
}

async function moveNear(from: string, to: string): Promise<void> {
  rmSync(to, { force: true });
  try {
    makePrivateFolder(path.dirname(to));
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    await writeDurably(to, readFileBytes(from));
  }
}

import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { getDirectUrl } from "../database-kind.ts";
import { withBackupLock } from "./backup-lock.ts";
import { restoreFiles } from "./attachments.ts";
import { findBackup, type BackupSelector } from "./find-backup.ts";
import type { BackupSource } from "./make-backup.ts";
import { restoreToNewDatabase } from "./postgres-copy.ts";
import { restoreSecrets } from "./stored-secrets.ts";
import { unpackAndCheck } from "./unpack.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export type RestoredCopy = {
  label: string;
  moment: string;
  rows: number;
  files: number;
  /** The data folder of a whole school, and what DATABASE_URL must be for it. */
  dataDir: string;
  databaseUrl: string;
};

/**
 * A restore into a folder (on PostgreSQL: a database) of its own. Runs `use` on it, and deletes it again. The school itself is not
 * touched and may go on running.
 */
export async function withRestoredCopy<T>(
  school: BackupSource,
  which: BackupSelector,
  use: (restored: RestoredCopy) => Promise<T>,
): Promise<T> {
  return withBackupLock(school.dataDir, () =>
    withTemporaryFolder(school.dataDir, async (workDir) => {
      const chosen = await findBackup(school.backup, which);
      const { manifest, copy } = await unpackAndCheck(school, chosen, workDir);
      const dataDir = path.join(workDir, "school");
      await mkdir(dataDir, { mode: 0o700 });
      const key = manifest.isEncrypted ? school.backup.key : null;
      const files = await restoreFiles(chosen.store, path.join(dataDir, "files"), manifest.files, key);
      await restoreSecrets(dataDir, manifest.secrets);
      const rows = Object.values(manifest.fingerprint.tables).reduce((sum, table) => sum + table.rows, 0);
      const facts = { label: chosen.label, moment: manifest.moment, rows, files, dataDir };
      if (school.database.engine === "sqlite") return use({ ...facts, databaseUrl: `file:${copy}` });
      const beside = await restoreToNewDatabase(getDirectUrl(school), copy);
      await rm(copy);
      try {
        return await use({ ...facts, databaseUrl: beside.url });
      } finally {
        await beside.drop();
      }
    }),
  );
}

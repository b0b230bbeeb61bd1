import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { alone } from "./backup-lock.ts";
import { putFilesBack } from "./attachments.ts";
import { chooseBackup, type Which } from "./find-backup.ts";
import type { School } from "./make-backup.ts";
import { restoreBeside } from "./postgres-copy.ts";
import { putSecretsBack } from "./stored-secrets.ts";
import { unpackAndCheck } from "./unpack.ts";
import { withWorkFolder } from "./temporary-folder.ts";

export type DrilledSchool = {
  label: string;
  moment: string;
  rows: number;
  files: number;
  /** The data folder of a whole school, and what DATABASE_URL must be for it. */
  dataDir: string;
  databaseUrl: string;
};

/**
 * Does everything that a restore does, but into a folder (and on PostgreSQL a database) of its own, runs `use` on what stands there,
 * and takes it away again. The school itself is not touched, and may go on working.
 */
export async function drill<T>(school: School, which: Which, use: (restored: DrilledSchool) => Promise<T>): Promise<T> {
  return alone(school.dataDir, () =>
    withWorkFolder(school.dataDir, async (workDir) => {
      const chosen = await chooseBackup(school.backup, which);
      const { manifest, copy } = await unpackAndCheck(school, chosen, workDir);
      const dataDir = path.join(workDir, "school");
      await mkdir(dataDir, { mode: 0o700 });
      const key = manifest.isEncrypted ? school.backup.key : null;
      const files = await putFilesBack(chosen.store, path.join(dataDir, "files"), manifest.files, key);
      await putSecretsBack(dataDir, manifest.secrets);
      const rows = Object.values(manifest.fingerprint.tables).reduce((sum, table) => sum + table.rows, 0);
      const facts = { label: chosen.label, moment: manifest.moment, rows, files, dataDir };
      if (school.database.engine === "sqlite") return use({ ...facts, databaseUrl: `file:${copy}` });
      const beside = await restoreBeside(school.database.url, copy);
      await rm(copy);
      try {
        return await use({ ...facts, databaseUrl: beside.url });
      } finally {
        await beside.drop();
      }
    }),
  );
}

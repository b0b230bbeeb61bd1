import path from "node:path";
import { verifyStoredFiles } from "./attachments.ts";
import { unpackBackup } from "./archive.ts";
import type { FoundBackup } from "./find-backup.ts";
import { versionRefusal } from "./compare.ts";
import { type BackupSource, getServerUrl } from "./make-backup.ts";
import type { Manifest } from "./manifest.ts";
import { BackupError } from "./backup-error.ts";
import { verifyCopy } from "./verify-backup.ts";

export type Unpacked = { manifest: Manifest; copy: string };

/**
 * Unpacks a backup into `folder` and checks everything that can be checked about it, before anything is done with it. Refuses one
 * of another engine, one that this version does not know, and one that is not as good as the school was.
 */
export async function unpackAndCheck(school: BackupSource, chosen: FoundBackup, folder: string): Promise<Unpacked> {
  const copy = path.join(folder, "matricula.db");
  const manifest = await explained(chosen, async () => unpackBackup(await chosen.read(), school.backup.key, copy));
  if (manifest.engine !== school.database.engine) {
    throw new BackupError(
      `${chosen.label} is of ${manifest.engine}, and this school is on ${school.database.engine}. Nothing was changed.`,
    );
  }
  const tooNew = versionRefusal(manifest.engine, manifest.fingerprint.migrations);
  if (tooNew)
    throw new BackupError(`${chosen.label} was made by version ${manifest.version}: ${tooNew} Nothing was changed.`);
  const key = manifest.isEncrypted ? school.backup.key : null;
  const faults = [
    ...(await verifyCopy(manifest, copy, getServerUrl(school))),
    ...(await verifyStoredFiles(chosen.store, manifest.files, new Set(manifest.files), key)),
  ];
  if (faults.length > 0)
    throw new BackupError(`${chosen.label} is not right: ${faults.join("; ")}. Nothing was changed.`);
  return { manifest, copy };
}

/** Says of which backup the trouble is. */
async function explained<T>(chosen: FoundBackup, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    throw new BackupError(`${chosen.label} cannot be used: ${error.message} Nothing was changed.`, { cause: error });
  }
}

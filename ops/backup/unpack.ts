import path from "node:path";
import { message, type Said } from "#messages/message.ts";
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
 * Unpacks a backup into `folder` and verifies it before anything is done with it. Refuses one of another engine, one that this version
 * cannot read, and one that differs from its manifest.
 */
export async function unpackAndCheck(school: BackupSource, chosen: FoundBackup, folder: string): Promise<Unpacked> {
  const copy = path.join(folder, "matricula.db");
  const manifest = await explained(chosen, async () => unpackBackup(await chosen.read(), school.backup.key, copy));
  if (manifest.engine !== school.database.engine) {
    throw new BackupError(
      message("backup.other_engine", { label: chosen.label, engine: manifest.engine, ours: school.database.engine }),
    );
  }
  const tooNew = versionRefusal(manifest.engine, manifest.fingerprint.migrations);
  if (tooNew)
    throw new BackupError(
      message("backup.other_version", { label: chosen.label, version: manifest.version, why: tooNew }),
    );
  const key = manifest.isEncrypted ? school.backup.key : null;
  const faults = [
    ...(await verifyCopy(manifest, copy, getServerUrl(school))),
    ...(await verifyStoredFiles(chosen.store, manifest.files, new Set(manifest.files), key)),
  ];
  if (faults.length > 0)
    throw new BackupError(message("backup.not_right", { label: chosen.label, faults: joinFaults(faults) }));
  return { manifest, copy };
}

const joinFaults = (faults: readonly Said[]): Said =>
  faults.reduce((first, second) => message("backup.faults", { first, second }));

/** Adds the backup's name to an error. */
async function explained<T>(chosen: FoundBackup, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    throw new BackupError(message("backup.cannot_be_used", { label: chosen.label, why: error.told }), { cause: error });
  }
}

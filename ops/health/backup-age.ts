import { lastVerifiedBackup } from "#ops/backup/records.ts";
import { runtime } from "#runtime";

/** The moment of the last backup that was read back and found right; none when there is none. */
export async function lastBackup(): Promise<{ at: Date } | null> {
  const { config, clock } = runtime();
  const record = await lastVerifiedBackup(config.backup.dir, clock());
  return record ? { at: new Date(record.moment) } : null;
}

import { getLastVerifiedBackup } from "#ops/backup/records.ts";
import { runtime } from "#runtime";

/** The moment of the last backup that was read back and found right; none when there is none. */
export async function getLastBackup(): Promise<{ at: Date } | null> {
  const { config, clock } = runtime();
  const record = await getLastVerifiedBackup(config.backup.dir, clock());
  return record ? { at: new Date(record.moment) } : null;
}

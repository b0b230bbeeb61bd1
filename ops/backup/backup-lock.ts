import { message } from "#messages/message.ts";
import { withFolderLock } from "../folder-lock.ts";
import { BackupBusyError } from "./backup-error.ts";

const busy = () => new BackupBusyError(message("backup.another_is_at_work"));

/** Runs `work` while no other process backs up or restores this school. Waits for at most `waitMs`. */
export function withBackupLock<T>(dataDir: string, work: () => Promise<T>, waitMs = 0): Promise<T> {
  return withFolderLock({ dataDir, name: "backup.lock", busy, waitMs }, work);
}

import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, HOUR_MS, addMs } from "#domain/kernel/clock.ts";
import { type BackupTrouble, notifyOwners } from "#domain/maintenance/notify-owners.ts";
import { BackupBusyError } from "#ops/backup/backup-error.ts";
import { runBackupInChild } from "#ops/backup/run-in-child.ts";
import { getLastVerifiedBackup } from "#ops/backup/records.ts";
import { type Message, message, type Said } from "#messages/message.ts";
import { runtime, write } from "#runtime";
import { type Job, PostponedError } from "./job.ts";
import { getLastRun } from "./lease.ts";

const AS = { actor: createSystemActor("backup") };
const HOURLY = "backup-hourly";

/** Several in a row must have failed before a person is told that the newest is too old. */
export const BACKUP_AGE_MS_MAX = 4 * HOUR_MS;

const isAutomatic = async () => runtime().config.backup.automatic;

/** Tells the owners, and fails as the job would have. Where another backup or restore is at work there is nothing to tell. */
async function notifyOwnersOnFailure(work: () => Promise<Said>): Promise<Said> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupBusyError) throw new PostponedError(error.told);
    await notifyOfBackup({ what: "failed", words: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

const notifyOfBackup = (trouble: BackupTrouble) => write(AS, (ctx) => notifyOwners(ctx, trouble));

/** Whether the newest backup that counts is too old, as a message; undefined while it is not. Before the first run nothing is late. */
async function getOverdueReason(now: Date): Promise<Message | undefined> {
  const ran = await getLastRun(HOURLY);
  if (!ran?.lastRunAt) return undefined;
  const said = ran.lastOutcome ?? message("jobs.said_nothing");
  const last = await getLastVerifiedBackup(runtime().config.backup.dir, now);
  if (!last) return message("mail_operator.backup_never_verified", { said });
  if (addMs(new Date(last.moment), BACKUP_AGE_MS_MAX) > now) return undefined;
  return message("mail_operator.backup_newest_verified", { moment: last.moment, said });
}

/** Looks after the backups of every process: one that hangs or is never begun fails nowhere. */
async function checkBackupAge(): Promise<Said> {
  const words = await getOverdueReason(runtime().clock());
  if (!words) return message("jobs.backup_is_young");
  await notifyOfBackup({ what: "too_old", words });
  return words;
}

/** The backups that the school makes by itself, when it is set to. */
export const BACKUP_JOBS: readonly Job[] = [
  {
    name: "backup-daily",
    everyMs: DAY_MS,
    isDue: isAutomatic,
    run: () => notifyOwnersOnFailure(() => runBackupInChild(["--why", "daily"])),
  },
  {
    name: HOURLY,
    everyMs: HOUR_MS,
    isDue: isAutomatic,
    run: () => notifyOwnersOnFailure(() => runBackupInChild(["--why", "hourly"])),
  },
  {
    name: "prove-backup",
    everyMs: 7 * DAY_MS,
    isDue: async () => (await isAutomatic()) && (await getLastVerifiedBackup()) !== undefined,
    run: () => notifyOwnersOnFailure(() => runBackupInChild(["--prove"])),
  },
  { name: "watch-backups", everyMs: HOUR_MS, isDue: isAutomatic, run: checkBackupAge },
];

/** What a person reads when a backup cannot be made, opened or put back: one sentence, and how to mend it. */
export class BackupTrouble extends Error {
  override name = "BackupTrouble";
}

/** Another backup or restore is at work just now, which is no fault of anybody's. */
export class AtWork extends BackupTrouble {}

/**
 * A backup that cannot be opened here and now, for want of its key or of a tool: nothing is known of the backup itself, which
 * must not lose its standing by it.
 */
export class CannotTell extends BackupTrouble {}

/** How a command ends that could do nothing just then (EX_TEMPFAIL of sysexits.h). */
export const AT_WORK_CODE = 75;

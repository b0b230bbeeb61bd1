import { MessageError } from "#messages/message-error.ts";

/** What a person reads when a backup cannot be made, opened or put back: one sentence, and how to mend it. */
export class BackupError extends MessageError {
  override name = "BackupTrouble";
}

/** Another backup or restore is at work just now, which is no fault of anybody's. */
export class BackupBusyError extends BackupError {}

/**
 * A backup that cannot be opened here and now, for want of its key or of a tool: nothing is known of the backup itself, which
 * keeps its status.
 */
export class BackupUnverifiableError extends BackupError {}

/** How a command ends that could do nothing just then (EX_TEMPFAIL of sysexits.h). */
export const EXIT_CODE_BUSY = 75;

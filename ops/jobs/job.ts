import { MessageError } from "#messages/message-error.ts";
import type { Said } from "#messages/message.ts";
import type { Reader } from "#db/types.ts";

/** Something that the school does by itself, again and again. */
export type Job = {
  name: string;
  /** How long after a run the next one may begin. */
  everyMs: number;
  /** Whether there is anything to do: asked before each run, so it must be one cheap read. Without it the job always runs. */
  isDue?: (read: Reader, now: Date) => Promise<boolean>;
  /** Does it, within the lease, and says in a few words what was done. */
  run: () => Promise<Said>;
};

/** Something else is in the way just now: the job has not run, and its turn comes again with the next one that is asked for. */
export class PostponedError extends MessageError {
  override name = "Postponed";
}

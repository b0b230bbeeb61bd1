import { createHash } from "node:crypto";
import { engineOf } from "#db/engine.ts";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { type FolderLock, isFolderLocked, withFolderLock } from "../folder-lock.ts";
import { open } from "./postgres-rows.ts";

/** Health looks at the lock for a moment, and a move that begins just then waits for it. */
const LOOKED_AT_MS = 1_000;
/** One number for every school: a database holds one, and the lock is the database's own. */
const NUMBER = createHash("sha256").update("matricula moves a database").digest().readInt32BE();
const lockOf = (dataDir: string) => ({ dataDir, name: "move.lock" });

const busy = () => new MessageError(message("move.another_is_at_work"));

/** Runs `work` while no other move of this data folder is at work. */
export const withMoveLock = <T>(dataDir: string, work: () => Promise<T>): Promise<T> =>
  withFolderLock({ ...lockOf(dataDir), busy, waitMs: LOOKED_AT_MS } satisfies FolderLock, work);

/** Whether this machine moves the school of that folder just now. Quick, and never throws: health asks. */
export function isMoving(dataDir: string): boolean {
  try {
    return isFolderLocked(lockOf(dataDir));
  } catch {
    return false;
  }
}

/**
 * Takes the lock that other machines see too: PostgreSQL's, at whichever end is PostgreSQL. Throws when another move has it; answers what
 * gives it back. A server gives it back by itself when the process dies.
 */
export async function lockAtServer(ends: readonly string[]): Promise<() => Promise<void>> {
  const url = ends.find((end) => engineOf(end) === "postgres");
  if (url === undefined) return async () => {};
  const client = await open(url);
  try {
    const { rows } = await client.query<{ is_taken: boolean }>(
      `SELECT set_config('idle_session_timeout', '0', false), pg_try_advisory_lock(${NUMBER}) AS is_taken`,
    );
    if (!rows[0]?.is_taken) throw busy();
  } catch (error) {
    await client.end();
    throw error;
  }
  return () => client.end().catch(() => {});
}

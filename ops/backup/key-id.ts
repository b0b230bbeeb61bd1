import { createHash } from "node:crypto";
import { message } from "#messages/message.ts";
import { BackupUnverifiableError } from "./backup-error.ts";

/** A name for a key, so that a backup can say which one it needs. It says nothing about the key. */
export function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("matricula backup key id").update(key).digest("hex").slice(0, 16);
}

/** The key, if it is the one that a backup says it needs. One that was encrypted elsewhere says none. */
export function assertKeyIs(wanted: string | undefined, key: Buffer | null): Buffer {
  if (!key) throw new BackupUnverifiableError(message("backup.key_missing", { keyId: wanted ?? "?" }));
  if (keyIdOf(key) === wanted) return key;
  throw new BackupUnverifiableError(message("backup.key_is_another", { wanted: wanted ?? "?", given: keyIdOf(key) }));
}

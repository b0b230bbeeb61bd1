import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { makePrivateFolder } from "#db/make-folder.ts";
import {
  type StoredSecrets,
  readStoredSecrets,
  refuseIfReadableByOthers,
  getSecretsFile,
} from "#config/stored-secrets.ts";

/** A row of the settings table that tells which secret the school's servers share, and nothing about it. */
export const SECRET_MARK_KEY = "secret_mark";

/** Makes the data folder so that nobody else on the machine may look inside. Refuses one that is open to others. */
export function makeDataDir(dataDir: string): void {
  makePrivateFolder(dataDir);
  refuseIfReadableByOthers(dataDir);
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, "wx", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * The school's secrets, made on the first call and the same ever after. `dataDir` is an absolute path.
 * Two processes that start at once get the same ones: each writes a file of its own and links it to the name,
 * which succeeds for the first alone, and with the whole content. Refuses permissions wider than 0700 and 0600.
 */
export function getOrCreateSecrets(dataDir: string): StoredSecrets {
  makeDataDir(dataDir);
  const kept = readStoredSecrets(dataDir);
  if (kept !== null) return kept;

  const draft = path.join(dataDir, `.secrets-${process.pid}-${randomBytes(6).toString("hex")}`);
  writeDurably(draft, `${JSON.stringify({ secret: randomBytes(32).toString("base64url") })}\n`);
  try {
    linkSync(draft, getSecretsFile(dataDir));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  const made = readStoredSecrets(dataDir);
  if (made === null) throw new Error(`${getSecretsFile(dataDir)} disappeared while it was made`);
  return made;
}

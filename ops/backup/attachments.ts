/**
 * The school's files, stored beside the backups: each once, encrypted, however many backups refer to it. Its name is the SHA-256
 * of its bytes, or with a key an HMAC of that, so that the storage learns nothing about them.
 */
import { createHash, createHmac } from "node:crypto";
import { access } from "node:fs/promises";
import path from "node:path";
import { message, type Said } from "#messages/message.ts";
import { hashBytes, readFileBytes } from "./bytes.ts";
import { encryptStream, decryptStream } from "./archive.ts";
import { makeBackupsFolder, writeDurably } from "./durable-write.ts";
import type { BackupStore } from "./store.ts";
import { BackupError } from "./backup-error.ts";

const FOLDER = "files/";

function storedName(sha256: string, key: Buffer | null): string {
  const name = key ? createHmac("sha256", key).update(sha256).digest("hex") : sha256;
  return `${FOLDER}${name.slice(0, 2)}/${name.slice(2)}`;
}

const placeOf = (filesDir: string, sha256: string) => path.join(filesDir, sha256.slice(0, 2), sha256.slice(2));

async function isThere(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}

/** Sorts the files that a database knows into those whose bytes are there and those whose are not. */
export async function splitByPresence(
  filesDir: string,
  known: readonly string[],
): Promise<{ files: string[]; filesMissing: string[] }> {
  const files: string[] = [];
  const filesMissing: string[] = [];
  for (const sha256 of known) ((await isThere(placeOf(filesDir, sha256))) ? files : filesMissing).push(sha256);
  return { files, filesMissing };
}

/** Stores the files that the store does not have yet. Returns their hashes. */
export async function storeFiles(
  store: BackupStore,
  filesDir: string,
  files: readonly string[],
  key: Buffer | null,
): Promise<string[]> {
  const there = new Set(await store.list(FOLDER));
  const added = files.filter((sha256) => !there.has(storedName(sha256, key)));
  for (const sha256 of added) {
    await store.write(storedName(sha256, key), encryptStream(readFileBytes(placeOf(filesDir, sha256)), key));
  }
  return added;
}

/**
 * What is wrong with the stored files. Those in `whole` are read back, decrypted and hashed; of the others only their presence is
 * checked.
 */
export async function verifyStoredFiles(
  store: BackupStore,
  files: readonly string[],
  whole: ReadonlySet<string>,
  key: Buffer | null,
): Promise<Said[]> {
  const there = new Set(await store.list(FOLDER));
  const faults: Said[] = [];
  for (const sha256 of files) {
    const name = storedName(sha256, key);
    if (!there.has(name)) faults.push(message("backup.file_is_not_in", { sha256, place: store.name }));
    else if (whole.has(sha256)) {
      const fault = await faultOfFile(store, sha256, key);
      if (fault) faults.push(message("backup.file_in_is_wrong", { sha256, place: store.name, fault }));
    }
  }
  return faults;
}

async function faultOfFile(store: BackupStore, sha256: string, key: Buffer | null): Promise<Said | undefined> {
  try {
    const stored = await store.read(storedName(sha256, key));
    if (!stored) return message("backup.it_is_not_there");
    return (await hashBytes(decryptStream(stored, key))).sha256 === sha256
      ? undefined
      : message("backup.it_holds_other_bytes");
  } catch (error) {
    if (error instanceof BackupError) return error.told;
    throw error;
  }
}

/** Restores the files that the files folder lacks, each checked against its hash. Returns how many. Deletes nothing. */
export async function restoreFiles(
  store: BackupStore,
  filesDir: string,
  files: readonly string[],
  key: Buffer | null,
): Promise<number> {
  let count = 0;
  for (const sha256 of files) {
    const place = placeOf(filesDir, sha256);
    if (await isThere(place)) continue;
    const stored = await store.read(storedName(sha256, key));
    if (!stored) throw new BackupError(message("backup.file_is_not_in_the_backups", { sha256 }));
    await makeBackupsFolder(filesDir);
    await makeBackupsFolder(path.dirname(place));
    await writeDurably(place, proved(decryptStream(stored, key), sha256));
    count += 1;
  }
  return count;
}

/** Passes bytes on, and fails at the end when their hash is not the expected one. */
async function* proved(bytes: AsyncIterable<Buffer>, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const data of bytes) {
    hash.update(data);
    yield data;
  }
  if (hash.digest("hex") !== sha256)
    throw new BackupError(message("backup.file_in_the_backups_holds_other_bytes", { sha256 }));
}

/** The names under which a store has these files. */
export const getStoredNames = (files: readonly string[], key: Buffer | null) =>
  files.map((sha256) => storedName(sha256, key));

/** Deletes the stored files whose names are not among `used`. */
export async function removeUnusedFiles(store: BackupStore, used: ReadonlySet<string>): Promise<void> {
  for (const name of await store.list(FOLDER)) if (!used.has(name)) await store.remove(name);
}

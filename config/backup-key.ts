/**
 * The key of the backups: 32 bytes. It is written as `age` writes its keys (AGE-SECRET-KEY-1…), or in base64, as it was before
 * backups were in the format of age. Either way it is the same key.
 */
import { bech32 } from "@scure/base";

const BYTES = 32;
const PREFIX = "age-secret-key-";
/** As long as age writes a key of 32 bytes. */
const LENGTH = 74;

/** The bytes of a key; undefined for a text that is none. */
export function parseBackupKey(text: string): Buffer | undefined {
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    const key = Buffer.from(text, "base64");
    return key.length === BYTES ? key : undefined;
  }
  const decoded = bech32.decodeUnsafe(text, LENGTH);
  if (decoded?.prefix !== PREFIX) return undefined;
  const bytes = bech32.fromWordsUnsafe(decoded.words);
  return bytes && bytes.length === BYTES ? Buffer.from(bytes) : undefined;
}

/** A key as `age -d -i` reads it from a file. */
export const formatBackupKey = (key: Buffer): string =>
  bech32.encode(PREFIX, bech32.toWords(key), LENGTH).toUpperCase();

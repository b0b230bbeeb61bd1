import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { ConnectionName } from "./connections.ts";

/*
 * A key of a payment service or a mail server's password lies in the database, and so in every copy of it. It is encrypted with a key
 * that is made of the school's secret, so that whoever has a copy alone can use none.
 */
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

const sealingKey = (schoolSecret: string) =>
  Buffer.from(hkdfSync("sha256", schoolSecret, "", "connections", KEY_BYTES));

/** A secret as it is stored. It opens under its own name alone, so that a row cannot be put in another's place. */
export function sealConnection(name: ConnectionName, text: string, schoolSecret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(schoolSecret), nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The secret; undefined when the school's own secret is another one by now, or somebody has changed the row. */
export function openConnection(name: ConnectionName, stored: string, schoolSecret: string): string | undefined {
  const whole = Buffer.from(stored, "base64url");
  const tag = whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, sealingKey(schoolSecret), whole.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    return Buffer.concat([decipher.update(whole.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

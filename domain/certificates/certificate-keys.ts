import { createCipheriv, createDecipheriv, createHash, generateKeyPairSync, hkdfSync, randomBytes } from "node:crypto";

/*
 * The key that signs certificates lies in the database, and so in every copy of it. It is encrypted with a key that is made of the
 * school's secret, so that whoever has a copy alone can sign nothing.
 */
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const ID_CHARACTERS = 12;

const sealingKey = (schoolSecret: string) =>
  Buffer.from(hkdfSync("sha256", schoolSecret, "", "certificate keys", KEY_BYTES));

export type NewCertificateKey = { id: string; publicKey: string; sealedPrivateKey: string };

/** A new pair of keys. Its id is a part of the public key's hash, so that two schools do not call theirs the same. */
export function createCertificateKey(schoolSecret: string): NewCertificateKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x = "", d = "" } = privateKey.export({ format: "jwk" });
  const id = createHash("sha256").update(x).digest("base64url").slice(0, ID_CHARACTERS);
  return { id, publicKey: x, sealedPrivateKey: seal(Buffer.from(d, "base64url"), id, schoolSecret) };
}

function seal(bytes: Buffer, id: string, schoolSecret: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, sealingKey(schoolSecret), nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** The 32 bytes of a private key; undefined when the school's secret is another one by now, or somebody has changed the row. */
export function openPrivateKey(
  key: { id: string; sealedPrivateKey: string },
  schoolSecret: string,
): Buffer | undefined {
  const whole = Buffer.from(key.sealedPrivateKey, "base64url");
  const nonce = whole.subarray(0, NONCE_BYTES);
  const tag = whole.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(CIPHER, sealingKey(schoolSecret), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(key.id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(whole.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

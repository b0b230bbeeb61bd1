/**
 * What is encrypted is in the format of age (https://age-encryption.org/v1), by the library of its author: `age -d` opens it. The
 * key is an X25519 identity, and its recipient is told to nobody, so nobody else can make a backup that it opens. Beside age's own
 * stanza stands one that names the key; age passes over what it does not know.
 */
import { Decrypter, Encrypter, identityToRecipient, Stanza } from "age-encryption";
import { formatBackupKey } from "#config/backup-key.ts";
import { message } from "#messages/message.ts";
import { type Bytes, toBuffers, toStream, WatchedBytes } from "./bytes.ts";
import { BackupError } from "./backup-error.ts";
import { assertKeyIs, keyIdOf } from "./key-id.ts";

export const AGE_START = Buffer.from("age-encryption.org/v1\n");
const KEY_STANZA = "matricula-key";

export async function* encryptAge(source: Bytes, key: Buffer): AsyncGenerator<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(formatBackupKey(key)));
  encrypter.addRecipient({ wrapFileKey: () => [new Stanza([KEY_STANZA, keyIdOf(key)], new Uint8Array())] });
  yield* toBuffers(await encrypter.encrypt(toStream(source)));
}

/** Throws `BackupTrouble` at the first thing that is not as it was encrypted. */
export async function* decryptAge(source: Bytes, key: Buffer | null): AsyncGenerator<Buffer> {
  const watched = new WatchedBytes(source);
  let number: number | undefined;
  try {
    const plain = await decrypterFor(key).decrypt(toStream(watched.bytes));
    number = 0;
    for await (const piece of toBuffers(plain)) {
      yield piece;
      number += 1;
    }
  } catch (error) {
    await watched.bytes.return(undefined);
    const cause = watched.error ?? error;
    // The library says in English what it met, without a type. What a source or a key has to say is said as it is.
    if (watched.error || error instanceof BackupError) throw cause;
    const told =
      number === undefined ? message("backup.header_damaged") : message("backup.damaged_in_piece", { number });
    throw new BackupError(told, { cause });
  }
}

function decrypterFor(key: Buffer | null): Decrypter {
  const decrypter = new Decrypter();
  let wanted: string | undefined;
  decrypter.addIdentity({
    unwrapFileKey(stanzas) {
      wanted = stanzas.find(({ args }) => args[0] === KEY_STANZA)?.args[1];
      return null;
    },
  });
  if (key) decrypter.addIdentity(formatBackupKey(key));
  // Asked last, when none fitted: where it is the right key, what it fits to is damaged.
  decrypter.addIdentity({ unwrapFileKey: () => (assertKeyIs(wanted, key), null) });
  return decrypter;
}

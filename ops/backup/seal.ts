/**
 * The form that everything in a backup is stored in. docs/backups.md says it for those who must open one without us:
 *
 *   "MATRICULA-BACKUP\n" | length of the header, 4 bytes, big endian | header, JSON | pieces
 *
 * Each piece holds 1 MiB of what is sealed, the last one less, and ends with 16 bytes that prove it: the tag of AES-256-GCM, or
 * without a key the first 16 bytes of a SHA-256. The proof of a piece covers the header, the number of the piece and whether it
 * is the last one, so nothing can be changed, moved, left out, added or cut off unseen. The key of a file is made by HKDF-SHA256
 * from the school's key and the file's own salt, therefore the number of the piece is nonce enough.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { message } from "#messages/message.ts";
import { ByteReader, type Bytes } from "./bytes.ts";
import { BackupError, BackupUnverifiableError } from "./backup-error.ts";

const MAGIC = Buffer.from("MATRICULA-BACKUP\n");
const PIECE_BYTES = 1024 * 1024;
const PROOF_BYTES = 16;
const HEADER_BYTES_MAX = 4096;
const CIPHER = "aes-256-gcm";

const headerSchema = z.object({
  format: z.literal(1),
  encryption: z.enum([CIPHER, "none"]),
  /** Says which key, and nothing about it. */
  keyId: z.string().nullable(),
  salt: z.string(),
});
type Header = z.infer<typeof headerSchema>;

type Prover = { close(piece: Buffer, nonce: Buffer): Buffer[]; open(piece: Buffer, nonce: Buffer): Buffer | undefined };

/** A name for a key, so that a backup can say which one it needs. */
function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("matricula backup key id").update(key).digest("hex").slice(0, 16);
}

/** Seals what goes through it, with the school's key or, without one, against accidents alone. */
export function createEncryption(key: Buffer | null) {
  return async function* (source: Bytes): AsyncGenerator<Buffer> {
    const salt = randomBytes(32);
    const encryption = key ? CIPHER : "none";
    const header: Header = { format: 1, encryption, keyId: key && keyIdOf(key), salt: salt.toString("base64") };
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    const head = Buffer.concat([MAGIC, length, text]);
    yield head;
    const prover = key ? encrypting(key, salt, head) : summing(head);
    let number = 0;
    for await (const { piece, isLast } of new ByteReader(source).pieces(PIECE_BYTES)) {
      yield* prover.close(piece, nonceOf(number++, isLast));
    }
  };
}

/** Opens what `sealing` made. Throws `BackupTrouble` at the first thing that is not as it was sealed. */
export function createDecryption(key: Buffer | null) {
  return async function* (source: Bytes): AsyncGenerator<Buffer> {
    const reader = new ByteReader(source);
    try {
      const { head, header } = await readHeader(reader);
      const prover = proverFor(header, head, key);
      let number = 0;
      for await (const { piece, isLast } of reader.pieces(PIECE_BYTES + PROOF_BYTES)) {
        const opened = prover.open(piece, nonceOf(number, isLast));
        if (!opened) throw new BackupError(message("backup.damaged_in_piece", { number }));
        number += 1;
        yield opened;
      }
    } finally {
      await reader.stop();
    }
  };
}

async function readHeader(reader: ByteReader): Promise<{ head: Buffer; header: Header }> {
  const start = await reader.take(MAGIC.length + 4);
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw new BackupError(message("backup.not_a_backup"));
  const length = start.length === MAGIC.length + 4 ? start.readUInt32BE(MAGIC.length) : 0;
  if (length < 2 || length > HEADER_BYTES_MAX) throw new BackupError(message("backup.header_cut_off"));
  const text = await reader.take(length);
  try {
    return { head: Buffer.concat([start, text]), header: headerSchema.parse(JSON.parse(text.toString("utf8"))) };
  } catch {
    throw new BackupError(message("backup.header_damaged"));
  }
}

function proverFor(header: Header, head: Buffer, key: Buffer | null): Prover {
  if (header.encryption === "none") return summing(head);
  if (!key) {
    throw new BackupUnverifiableError(message("backup.key_missing", { keyId: header.keyId ?? "?" }));
  }
  if (header.keyId !== keyIdOf(key)) {
    throw new BackupUnverifiableError(
      message("backup.key_is_another", { wanted: header.keyId ?? "?", given: keyIdOf(key) }),
    );
  }
  return encrypting(key, Buffer.from(header.salt, "base64"), head);
}

/** Twelve bytes that no two pieces of a file share: the number of the piece, and whether it is the last. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function encrypting(key: Buffer, salt: Buffer, head: Buffer): Prover {
  const own = Buffer.from(hkdfSync("sha256", key, salt, "matricula backup", 32));
  return {
    close(piece, nonce) {
      const cipher = createCipheriv(CIPHER, own, nonce).setAAD(head);
      return [cipher.update(piece), cipher.final(), cipher.getAuthTag()];
    },
    open(piece, nonce) {
      if (piece.length < PROOF_BYTES) return undefined;
      const at = piece.length - PROOF_BYTES;
      const decipher = createDecipheriv(CIPHER, own, nonce, { authTagLength: PROOF_BYTES }).setAAD(head);
      decipher.setAuthTag(piece.subarray(at));
      const plain = decipher.update(piece.subarray(0, at));
      try {
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

/** Without a key: proof against accidents, none against somebody who means it. */
function summing(head: Buffer): Prover {
  const sumOf = (piece: Buffer, nonce: Buffer) =>
    createHash("sha256").update(head).update(nonce).update(piece).digest().subarray(0, PROOF_BYTES);
  return {
    close: (piece, nonce) => [piece, sumOf(piece, nonce)],
    open(piece, nonce) {
      if (piece.length < PROOF_BYTES) return undefined;
      const plain = piece.subarray(0, piece.length - PROOF_BYTES);
      return timingSafeEqual(piece.subarray(piece.length - PROOF_BYTES), sumOf(plain, nonce)) ? plain : undefined;
    },
  };
}

/**
 * The format of backups before they were in that of age, which stay readable. Nothing is written in it any more:
 *
 *   "MATRICULA-BACKUP\n" | length of the header, 4 bytes, big endian | header, JSON | pieces
 *
 * Each piece holds 1 MiB, the last one less, and ends with 16 bytes that prove it: the tag of AES-256-GCM, or without a key the first
 * 16 bytes of a SHA-256. The proof of a piece covers the header, the number of the piece and whether it is the last one, so nothing
 * can be changed, moved, left out, added or cut off unseen. The key of a file is made by HKDF-SHA256 from the school's key and the
 * file's own salt, therefore the number of the piece is nonce enough.
 */
import { createDecipheriv, createHash, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { message } from "#messages/message.ts";
import { ByteReader, type Bytes } from "./bytes.ts";
import { BackupError } from "./backup-error.ts";
import { assertKeyIs } from "./key-id.ts";

export const FIRST_FORMAT_START = Buffer.from("MATRICULA-BACKUP\n");
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

/** What a piece holds; undefined when it is not as it was written. */
type OpenPiece = (piece: Buffer, nonce: Buffer) => Buffer | undefined;

/** Decrypts, or without encryption checks. Throws `BackupTrouble` at the first thing that is not as it was written. */
export async function* decryptFirstFormat(source: Bytes, key: Buffer | null): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    const { head, header } = await readHeader(reader);
    const open = openerFor(header, head, key);
    let number = 0;
    for await (const { piece, isLast } of reader.pieces(PIECE_BYTES + PROOF_BYTES)) {
      const opened = piece.length < PROOF_BYTES ? undefined : open(piece, nonceOf(number, isLast));
      if (!opened) throw new BackupError(message("backup.damaged_in_piece", { number }));
      number += 1;
      yield opened;
    }
  } finally {
    await reader.stop();
  }
}

async function readHeader(reader: ByteReader): Promise<{ head: Buffer; header: Header }> {
  const start = await reader.take(FIRST_FORMAT_START.length + 4);
  const length = start.length === FIRST_FORMAT_START.length + 4 ? start.readUInt32BE(FIRST_FORMAT_START.length) : 0;
  if (length < 2 || length > HEADER_BYTES_MAX) throw new BackupError(message("backup.header_cut_off"));
  const text = await reader.take(length);
  try {
    return { head: Buffer.concat([start, text]), header: headerSchema.parse(JSON.parse(text.toString("utf8"))) };
  } catch {
    throw new BackupError(message("backup.header_damaged"));
  }
}

function openerFor(header: Header, head: Buffer, key: Buffer | null): OpenPiece {
  if (header.encryption === "none") return summing(head);
  return decrypting(assertKeyIs(header.keyId ?? undefined, key), Buffer.from(header.salt, "base64"), head);
}

/** Twelve bytes that no two pieces of a file share: the number of the piece, and whether it is the last. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

function decrypting(key: Buffer, salt: Buffer, head: Buffer): OpenPiece {
  const own = Buffer.from(hkdfSync("sha256", key, salt, "matricula backup", 32));
  return (piece, nonce) => {
    const at = piece.length - PROOF_BYTES;
    const decipher = createDecipheriv(CIPHER, own, nonce, { authTagLength: PROOF_BYTES }).setAAD(head);
    decipher.setAuthTag(piece.subarray(at));
    const plain = decipher.update(piece.subarray(0, at));
    try {
      return Buffer.concat([plain, decipher.final()]);
    } catch {
      return undefined;
    }
  };
}

/** Without a key: proof against accidents, none against somebody who means it. */
function summing(head: Buffer): OpenPiece {
  return (piece, nonce) => {
    const plain = piece.subarray(0, piece.length - PROOF_BYTES);
    const sum = createHash("sha256").update(head).update(nonce).update(plain).digest().subarray(0, PROOF_BYTES);
    return timingSafeEqual(piece.subarray(piece.length - PROOF_BYTES), sum) ? plain : undefined;
  };
}

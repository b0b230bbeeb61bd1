/** What is inside the seal of a backup: the length of the manifest in 4 bytes, the manifest, the database. Compressed by zstd. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { message } from "#messages/message.ts";
import { ByteReader, type Bytes, readFileBytes } from "./bytes.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { createEncryption, createDecryption } from "./seal.ts";
import { BackupError } from "./backup-error.ts";

const MANIFEST_BYTES_MAX = 256 * 1024 * 1024;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

/** Compresses and seals, in one stream. */
export function encryptStream(plain: Bytes, key: Buffer | null): Bytes {
  return createEncryption(key)(through(plain, createZstdCompress(ZSTD)));
}

/** Opens and decompresses, in one stream. */
export function decryptStream(stored: Bytes, key: Buffer | null): Bytes {
  return through(createDecryption(key)(stored), createZstdDecompress());
}

/** What comes out of `transform` when `source` goes in. What goes wrong before it is told as it was, not as what it led to. */
async function* through(source: Bytes, transform: Transform): AsyncGenerator<Buffer> {
  const feeding = pipeline(source, transform);
  feeding.catch(() => {});
  try {
    yield* transform;
    await feeding;
  } catch (error) {
    await feeding;
    throw error;
  } finally {
    transform.destroy();
  }
}

/** A whole backup as it is stored: the manifest and the database in `databaseFile`. */
export function packBackup(manifest: Manifest, databaseFile: string, key: Buffer | null): Bytes {
  return encryptStream(bodyOf(manifest, databaseFile), key);
}

async function* bodyOf(manifest: Manifest, databaseFile: string): AsyncGenerator<Buffer> {
  const text = Buffer.from(JSON.stringify(manifest));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  yield Buffer.concat([length, text]);
  yield* readFileBytes(databaseFile);
}

async function takeManifest(reader: ByteReader): Promise<Manifest> {
  const length = await reader.take(4);
  const bytes = length.length === 4 ? length.readUInt32BE() : 0;
  if (bytes === 0 || bytes > MANIFEST_BYTES_MAX) throw new BackupError(message("backup.manifest_missing"));
  try {
    return parseManifest((await reader.take(bytes)).toString("utf8"));
  } catch {
    throw new BackupError(message("backup.manifest_unknown"));
  }
}

/** What a backup says of itself, without reading further than that. */
export async function readManifest(stored: Bytes, key: Buffer | null): Promise<Manifest> {
  const reader = new ByteReader(decryptStream(stored, key));
  try {
    return await takeManifest(reader);
  } finally {
    await reader.stop();
  }
}

/** Takes a backup apart: the database goes into `databaseFile`, which must not be there yet. Refuses one that is not what was put in. */
export async function unpackBackup(stored: Bytes, key: Buffer | null, databaseFile: string): Promise<Manifest> {
  const reader = new ByteReader(decryptStream(stored, key));
  const manifest = await takeManifest(reader);
  const hash = createHash("sha256");
  let bytes = 0;
  await pipeline(
    async function* () {
      for await (const { piece } of reader.pieces(1024 * 1024)) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    },
    createWriteStream(databaseFile, { flags: "wx", mode: 0o600 }),
  );
  if (bytes !== manifest.database.bytes || hash.digest("hex") !== manifest.database.sha256) {
    throw new BackupError(message("backup.database_in_it_is_another"));
  }
  return manifest;
}

/**
 * What a backup is: a tar archive of `manifest.json` and the database, compressed by zstd and, with a key, encrypted by age. The files
 * of the school are compressed and encrypted alike. docs/backups.md says how to open both without us.
 */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { message } from "#messages/message.ts";
import { AGE_START, decryptAge, encryptAge } from "./age.ts";
import { ByteReader, type Bytes, readFileBytes } from "./bytes.ts";
import { decryptFirstFormat, FIRST_FORMAT_START } from "./first-format.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { BackupError } from "./backup-error.ts";
import { packEntries, readEntries } from "./tar.ts";

const MANIFEST = "manifest.json";
const DATABASE = { sqlite: "matricula.db", postgres: "matricula.dump" };
const MANIFEST_BYTES_MAX = 256 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };
const ZSTD_START = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Compresses and, with a key, encrypts, in one stream. */
export function encryptStream(plain: Bytes, key: Buffer | null): Bytes {
  const compressed = through(plain, createZstdCompress(ZSTD));
  return key ? encryptAge(compressed, key) : compressed;
}

/** Decrypts and decompresses, in one stream. What it is says the beginning of it. */
export async function* decryptStream(stored: Bytes, key: Buffer | null): AsyncGenerator<Buffer> {
  const reader = new ByteReader(stored);
  try {
    const start = await reader.peek(AGE_START.length);
    yield* decompress(compressedIn(start, reader.rest(), key));
  } finally {
    await reader.stop();
  }
}

function compressedIn(start: Buffer, stored: Bytes, key: Buffer | null): Bytes {
  const startsWith = (bytes: Buffer) => start.subarray(0, bytes.length).equals(bytes);
  if (startsWith(AGE_START)) return decryptAge(stored, key);
  if (startsWith(FIRST_FORMAT_START)) return decryptFirstFormat(stored, key);
  if (startsWith(ZSTD_START)) return stored;
  throw new BackupError(message("backup.not_a_backup"));
}

/** zstd checks what it decompresses by a sum of 32 bits, against accidents. */
async function* decompress(compressed: Bytes): AsyncGenerator<Buffer> {
  try {
    yield* through(compressed, createZstdDecompress());
  } catch (error) {
    if (!/^(ZSTD|Z)_/.test(String((error as { code?: unknown }).code))) throw error;
    throw new BackupError(message("backup.damaged"), { cause: error });
  }
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
  const text = Buffer.from(JSON.stringify(manifest));
  const mtime = new Date(manifest.moment);
  const entries = [
    { header: { name: MANIFEST, size: text.length, mtime, mode: 0o600 }, body: one(text) },
    {
      header: { name: DATABASE[manifest.engine], size: manifest.database.bytes, mtime, mode: 0o600 },
      body: readFileBytes(databaseFile),
    },
  ];
  return encryptStream(packEntries(entries), key);
}

async function* one(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

type Contents = { manifest: Manifest; database: Bytes };

/** Gives `use` the manifest and the bytes of the database, which may be left unread. */
async function withContents<T>(stored: Bytes, key: Buffer | null, use: (contents: Contents) => Promise<T>): Promise<T> {
  const reader = new ByteReader(decryptStream(stored, key));
  try {
    const isTar = (await reader.peek(MANIFEST.length)).toString() === MANIFEST;
    return await use(isTar ? await readTar(reader) : await readFirstFormat(reader));
  } finally {
    await reader.stop();
  }
}

async function readTar(reader: ByteReader): Promise<Contents> {
  const entries = readEntries(reader.rest());
  const first = await entries.next();
  if (first.done || first.value.name !== MANIFEST) throw new BackupError(message("backup.manifest_missing"));
  const manifest = await readManifestFrom(new ByteReader(first.value.body), first.value.size);
  async function* database() {
    const second = await entries.next();
    if (second.done || second.value.name !== DATABASE[manifest.engine]) return;
    yield* second.value.body;
    // To the end, so that what is cut off there is noticed.
    if (!(await entries.next()).done) throw new BackupError(message("backup.database_in_it_is_another"));
  }
  return { manifest, database: database() };
}

/** Before it was a tar archive, it was the length of the manifest in 4 bytes, the manifest, and the database. */
async function readFirstFormat(reader: ByteReader): Promise<Contents> {
  const length = await reader.take(4);
  const bytes = length.length === 4 ? length.readUInt32BE() : 0;
  return { manifest: await readManifestFrom(reader, bytes), database: reader.rest() };
}

async function readManifestFrom(reader: ByteReader, bytes: number): Promise<Manifest> {
  if (bytes === 0 || bytes > MANIFEST_BYTES_MAX) throw new BackupError(message("backup.manifest_missing"));
  const text = (await reader.take(bytes)).toString("utf8");
  try {
    return parseManifest(text);
  } catch {
    throw new BackupError(message("backup.manifest_unknown"));
  }
}

/** What a backup says of itself, without reading further than that. */
export function readManifest(stored: Bytes, key: Buffer | null): Promise<Manifest> {
  return withContents(stored, key, async ({ manifest }) => manifest);
}

/** Takes a backup apart: the database goes into `databaseFile`, which must not be there yet. Refuses one that is not what was put in. */
export function unpackBackup(stored: Bytes, key: Buffer | null, databaseFile: string): Promise<Manifest> {
  return withContents(stored, key, async ({ manifest, database }) => {
    const hash = createHash("sha256");
    let bytes = 0;
    await pipeline(
      async function* () {
        for await (const piece of database) {
          hash.update(piece);
          bytes += piece.length;
          yield piece;
        }
      },
      createWriteStream(databaseFile, { flags: "wx", mode: 0o600, highWaterMark: PIECE_BYTES }),
    );
    if (bytes !== manifest.database.bytes || hash.digest("hex") !== manifest.database.sha256) {
      throw new BackupError(message("backup.database_in_it_is_another"));
    }
    return manifest;
  });
}

import { crc32, inflateRawSync } from "node:zlib";
import { message } from "#messages/message.ts";
import { UnreadableFileError } from "../decode-file.ts";

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_BYTES_MAX = 65_535;
/** A list of a school has some twenty files. */
const ENTRIES_MAX = 500;
/** Unpacked: the lists of a school with a hundred thousand students. */
const FILE_BYTES_MAX = 100_000_000;
const ALL_BYTES_MAX = 200_000_000;

type Entry = { name: string; method: number; crc: number; packed: number; size: number; at: number };

/**
 * The files of a zip archive whose names `wants` takes, unpacked in memory and never on disk (PKWARE's APPNOTE, 4.3). What the archive
 * says of itself is believed nowhere: each file is unpacked up to a limit, and must be what its checksum says. Refuses names that
 * lead out of the archive, files that share their bytes, and what is encrypted.
 */
export function readArchive(bytes: Uint8Array, wants: (name: string) => boolean): Map<string, Uint8Array> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = listEntries(archive);
  const files = new Map<string, Uint8Array>();
  let left = ALL_BYTES_MAX;
  for (const entry of entries) {
    if (/(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:/i.test(entry.name)) {
      throw new UnreadableFileError(message("imports.archive_leads_out", { name: entry.name }));
    }
    const name = entry.name.split(/[\\/]/).at(-1) ?? "";
    if (entry.name.startsWith("__MACOSX") || !wants(name)) continue;
    if (files.has(name)) throw new UnreadableFileError(message("imports.archive_has_twice", { name }));
    const file = unpack(archive, entry, Math.min(FILE_BYTES_MAX, left));
    left -= file.length;
    files.set(name, file);
  }
  return files;
}

const damaged = () => new UnreadableFileError(message("imports.archive_is_damaged"));

function listEntries(archive: Buffer): Entry[] {
  let end = archive.length - END_BYTES;
  while (end >= 0 && archive.readUInt32LE(end) !== END) end -= 1;
  if (end < 0 || archive.length - end > END_BYTES + COMMENT_BYTES_MAX) throw damaged();
  const count = archive.readUInt16LE(end + 10);
  if (count > ENTRIES_MAX) throw new UnreadableFileError(message("imports.archive_too_large"));
  let at = archive.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    if (at + ENTRY_BYTES > end || archive.readUInt32LE(at) !== ENTRY) throw damaged();
    if ((archive.readUInt16LE(at + 8) & 1) !== 0)
      throw new UnreadableFileError(message("imports.archive_is_encrypted"));
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push({
      name: archive.toString("utf8", at + ENTRY_BYTES, at + ENTRY_BYTES + nameLength),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      at: archive.readUInt32LE(at + 42),
    });
    at += ENTRY_BYTES + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  // Files that together are larger than the archive share their bytes, which only an attack needs.
  if (entries.reduce((sum, { packed }) => sum + packed, 0) > archive.length) throw damaged();
  return entries;
}

function unpack(archive: Buffer, { method, crc, packed, at }: Entry, sizeMax: number): Uint8Array {
  if (at + LOCAL_BYTES > archive.length || archive.readUInt32LE(at) !== LOCAL) throw damaged();
  const begin = at + LOCAL_BYTES + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  if (begin + packed > archive.length) throw damaged();
  const raw = archive.subarray(begin, begin + packed);
  const file = method === 0 ? raw : method === 8 ? inflate(raw, sizeMax) : undefined;
  if (file === undefined) throw damaged();
  if (file.length > sizeMax) throw new UnreadableFileError(message("imports.archive_too_large"));
  if (crc32(file) !== crc) throw damaged();
  return file;
}

function inflate(raw: Buffer, maxOutputLength: number): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength });
  } catch (error) {
    const isTooLarge = error instanceof RangeError;
    throw isTooLarge ? new UnreadableFileError(message("imports.archive_too_large")) : damaged();
  }
}

const END_OF_DIRECTORY = Buffer.from("PK\x05\x06", "latin1");
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;

/** An office document has some hundred parts. */
const ENTRIES_MAX = 10_000;
/** Unpacked. Thirty times the largest that can be sent. */
const UNPACKED_BYTES_MAX = 300_000_000;

/**
 * Whether an archive (an office document is one) says of itself that it can be unpacked on an ordinary computer: by the directory
 * at its end (PKWARE's APPNOTE, 4.3.12 and 4.3.16), without unpacking anything. Pieces that together are larger than the file
 * share their bytes, which only an attack needs.
 */
export function isValidArchive(bytes: Uint8Array): boolean {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = archive.lastIndexOf(END_OF_DIRECTORY);
  if (end === -1 || end + END_BYTES > archive.length || archive.length - end > END_BYTES + COMMENT_BYTES_MAX)
    return false;
  const entries = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  if (entries === 0 || entries > ENTRIES_MAX) return false;
  let packed = 0;
  let unpacked = 0;
  for (let n = 0; n < entries; n++) {
    if (at + ENTRY_BYTES > end || archive.readUInt32LE(at) !== ENTRY) return false;
    packed += archive.readUInt32LE(at + 20);
    unpacked += archive.readUInt32LE(at + 24);
    at += ENTRY_BYTES + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return packed <= archive.length && unpacked <= UNPACKED_BYTES_MAX;
}

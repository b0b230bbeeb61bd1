import { inflateSync } from "node:zlib";

const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const HEADER_BYTES = 12;
const ENTRY_BYTES = 16;

const align = (bytes: number) => (bytes + 3) & ~3;

/**
 * The font that a WOFF file holds (https://www.w3.org/TR/WOFF/), its tables unpacked. The PDF library would unpack them anew for every
 * document, in JavaScript, which takes ten times as long as all the rest of it.
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("this is no WOFF file");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, at) => {
    const entry = woff.subarray(WOFF_HEADER_BYTES + at * WOFF_ENTRY_BYTES);
    const [offset, packed, whole] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)];
    const bytes = woff.subarray(offset, offset + packed);
    return {
      tag: entry.subarray(0, 4),
      checksum: entry.readUInt32BE(16),
      bytes: packed < whole ? inflateSync(bytes) : bytes,
    };
  });
  const font = Buffer.alloc(
    HEADER_BYTES + count * ENTRY_BYTES + tables.reduce((sum, { bytes }) => sum + align(bytes.length), 0),
  );
  woff.copy(font, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  font.writeUInt16BE(count, 4);
  font.writeUInt16BE(2 ** power * ENTRY_BYTES, 6);
  font.writeUInt16BE(power, 8);
  font.writeUInt16BE(count * ENTRY_BYTES - 2 ** power * ENTRY_BYTES, 10);
  let offset = HEADER_BYTES + count * ENTRY_BYTES;
  for (const [at, { tag, checksum, bytes }] of tables.entries()) {
    const entry = HEADER_BYTES + at * ENTRY_BYTES;
    tag.copy(font, entry);
    font.writeUInt32BE(checksum, entry + 4);
    font.writeUInt32BE(offset, entry + 8);
    font.writeUInt32BE(bytes.length, entry + 12);
    bytes.copy(font, offset);
    offset += align(bytes.length);
  }
  return font;
}

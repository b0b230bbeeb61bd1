/** More points than any camera takes. A picture of a few kilobytes can say that it has more than fit into a phone's memory. */
const POINTS_MAX = 250_000_000;
/** A photo has some twenty pieces before its size. */
const SEGMENTS_MAX = 2_000;

type Size = { width: number; height: number };

/** Whether the bytes are built as a picture of this type and it has no more points than can be shown. */
export function isValidPicture(bytes: Uint8Array, mediaType: string): boolean {
  const size = sizeOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mediaType);
  return size !== undefined && size.width > 0 && size.height > 0 && size.width * size.height <= POINTS_MAX;
}

function sizeOf(bytes: Buffer, mediaType: string): Size | undefined {
  if (bytes.length < 30) return undefined;
  switch (mediaType) {
    case "image/png":
      return png(bytes);
    case "image/gif":
      return gif(bytes);
    case "image/jpeg":
      return jpeg(bytes);
    case "image/webp":
      return webp(bytes);
    default:
      return undefined;
  }
}

/** https://www.w3.org/TR/png-3/#11IHDR */
function png(bytes: Buffer): Size | undefined {
  if (bytes.toString("latin1", 12, 16) !== "IHDR") return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt, 18 to 20: after the table of colours comes an extension or a picture. */
function gif(bytes: Buffer): Size | undefined {
  const flags = bytes[10] ?? 0;
  const next = bytes[13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)];
  if (next !== 0x21 && next !== 0x2c) return undefined;
  return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** ITU T.81, B.1.1.3: segments with their lengths, one of which (SOF) holds the size. */
function jpeg(bytes: Buffer): Size | undefined {
  let at = 2;
  for (let n = 0; n < SEGMENTS_MAX && at + 9 < bytes.length; n++) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes, and markers without a length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    } else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webp(bytes: Buffer): Size | undefined {
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8 ":
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

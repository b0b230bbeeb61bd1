/*
 * What a camera writes into a picture beside the picture: where and when it was taken, with what, a small copy of it before it was
 * cut. None of it belongs to a picture that everybody may see. How it is turned is kept, for it would lie on its side otherwise.
 */

const ORIENTATION = 0x0112;

/** A picture without what its camera wrote into it. What cannot be read as a picture is given back as it is. */
export function stripPictureMetadata(bytes: Uint8Array, mediaType: string): Uint8Array {
  const picture = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (mediaType === "image/jpeg") return stripJpeg(picture);
  if (mediaType === "image/png") return stripPng(picture);
  if (mediaType === "image/webp") return stripWebp(picture);
  return bytes;
}

/** Segments of a JPEG that hold words of the camera: Exif and XMP (APP1), Photoshop and IPTC (APP13), comments. */
const TOLD = new Set([0xe1, 0xed, 0xfe]);
const START_OF_SCAN = 0xda;

function stripJpeg(picture: Buffer): Buffer {
  const kept: Buffer[] = [picture.subarray(0, 2)];
  let turned = 1;
  let at = 2;
  while (at + 4 <= picture.length && picture[at] === 0xff) {
    const marker = picture[at + 1] ?? 0;
    const end = at + 2 + picture.readUInt16BE(at + 2);
    if (marker === START_OF_SCAN || end > picture.length) break;
    const segment = picture.subarray(at, end);
    if (marker === 0xe1) turned = Math.max(turned, readOrientation(segment.subarray(4)));
    if (!TOLD.has(marker)) kept.push(segment);
    at = end;
  }
  if (picture[at] !== 0xff) return picture;
  if (turned !== 1) kept.splice(1, 0, writeOrientation(turned));
  return Buffer.concat([...kept, picture.subarray(at)]);
}

/** How a camera was held, 1 to 8, from the first directory of its Exif; 1 when it does not say. */
function readOrientation(exif: Buffer): number {
  if (exif.toString("latin1", 0, 6) !== "Exif\0\0" || exif.length < 14) return 1;
  const tiff = exif.subarray(6);
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  for (let entry = 0; entry < short(directory); entry += 1) {
    const at = directory + 2 + entry * 12;
    if (short(at) !== ORIENTATION) continue;
    const turned = short(at + 8);
    return turned >= 1 && turned <= 8 ? turned : 1;
  }
  return 1;
}

/** An Exif segment that says how the picture is turned, and nothing else. */
function writeOrientation(turned: number): Buffer {
  const segment = Buffer.alloc(36);
  segment.writeUInt16BE(0xffe1, 0);
  segment.writeUInt16BE(34, 2);
  segment.write("Exif\0\0MM\0*", 4, "latin1");
  segment.writeUInt32BE(8, 14);
  segment.writeUInt16BE(1, 18);
  segment.writeUInt16BE(ORIENTATION, 20);
  segment.writeUInt16BE(3, 22);
  segment.writeUInt32BE(1, 24);
  segment.writeUInt16BE(turned, 28);
  return segment;
}

const PNG_TOLD = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);

function stripPng(picture: Buffer): Buffer {
  const kept: Buffer[] = [picture.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= picture.length) {
    const end = at + 12 + picture.readUInt32BE(at);
    if (end > picture.length) return picture;
    if (!PNG_TOLD.has(picture.toString("latin1", at + 4, at + 8))) kept.push(picture.subarray(at, end));
    at = end;
  }
  return Buffer.concat([...kept, picture.subarray(at)]);
}

const WEBP_TOLD = new Set(["EXIF", "XMP "]);
/** In the flags of VP8X: Exif and XMP follow. */
const WEBP_FLAGS = 0b1100;

function stripWebp(picture: Buffer): Buffer {
  if (picture.length < 12) return picture;
  const kept: Buffer[] = [];
  let at = 12;
  while (at + 8 <= picture.length) {
    const size = picture.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (end > picture.length + 1) return picture;
    const name = picture.toString("latin1", at, at + 4);
    const chunk = Buffer.from(picture.subarray(at, end));
    if (name === "VP8X" && chunk.length > 8) chunk.writeUInt8((chunk[8] ?? 0) & ~WEBP_FLAGS, 8);
    if (!WEBP_TOLD.has(name)) kept.push(chunk);
    at = end;
  }
  const body = Buffer.concat(kept);
  const head = Buffer.from(picture.subarray(0, 12));
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { stripPictureMetadata } from "./strip-picture-metadata.ts";

const PLACE = "GPS 47.3769 N 8.5417 E";

const segment = (marker: number, body: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
};

/** An Exif block as a phone writes it: how it was held, and then where. */
function exifOf(turned: number, isLittle: boolean): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write(isLittle ? "II*\0" : "MM\0*", 0, "latin1");
  const short = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const long = (value: number, at: number) =>
    isLittle ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  long(8, 4);
  short(1, 8);
  short(0x0112, 10);
  short(3, 12);
  long(1, 14);
  short(turned, 18);
  return Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from(PLACE)]);
}

const SCAN = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd9]),
]);
const TABLE = segment(0xdb, Buffer.alloc(65, 1));
const COLOURS = segment(0xe2, Buffer.from("ICC_PROFILE\0 colours"));
const jpegOf = (...told: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...told, COLOURS, TABLE, SCAN]);

test("a photo loses where it was taken, and keeps its colours and every bit of the picture", () => {
  const told = [segment(0xe1, exifOf(1, true)), segment(0xed, Buffer.from(PLACE)), segment(0xfe, Buffer.from(PLACE))];
  const stripped = stripPictureMetadata(jpegOf(...told), "image/jpeg");
  expect(Buffer.from(stripped).equals(jpegOf())).toBe(true);
});

test.each([
  [6, true],
  [6, false],
  [3, false],
])("a photo that was held upright (%i) is still shown upright", (turned, isLittle) => {
  const stripped = Buffer.from(stripPictureMetadata(jpegOf(segment(0xe1, exifOf(turned, isLittle))), "image/jpeg"));
  expect(stripped.includes("GPS")).toBe(false);
  const exif = stripped.subarray(stripped.indexOf("Exif"));
  expect([exif.readUInt16BE(16), exif.readUInt16BE(24)]).toEqual([0x0112, turned]);
  // Stripping again changes nothing.
  expect(Buffer.from(stripPictureMetadata(stripped, "image/jpeg")).equals(stripped)).toBe(true);
});

const chunk = (name: string, body: Buffer) => {
  const named = Buffer.concat([Buffer.from(name), body]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
};

test("a PNG loses its texts and keeps its picture", () => {
  const made = (...told: Buffer[]) =>
    Buffer.concat([
      Buffer.from("89504e470d0a1a0a", "hex"),
      chunk("IHDR", Buffer.alloc(13)),
      ...told,
      chunk("IDAT", Buffer.from("picture")),
      chunk("IEND", Buffer.alloc(0)),
    ]);
  const told = ["eXIf", "tEXt", "iTXt"].map((name) => chunk(name, Buffer.from(PLACE)));
  expect(Buffer.from(stripPictureMetadata(made(...told), "image/png")).equals(made())).toBe(true);
});

test("a WebP loses its Exif and says so in its head", () => {
  const riff = (name: string, body: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), size, body, Buffer.alloc(body.length % 2)]);
  };
  const made = (flags: number, ...told: Buffer[]) => {
    const extended = Buffer.alloc(10);
    extended[0] = flags;
    const body = Buffer.concat([riff("VP8X", extended), riff("VP8 ", Buffer.from("picture")), ...told]);
    return Buffer.concat([riff("RIFF", Buffer.concat([Buffer.from("WEBP"), body]))]);
  };
  const told = made(0b1_1100, riff("EXIF", Buffer.from(PLACE)), riff("XMP ", Buffer.from(PLACE)));
  expect(Buffer.from(stripPictureMetadata(told, "image/webp")).equals(made(0b1_0000))).toBe(true);
});

test.each(["image/jpeg", "image/png", "image/webp", "image/gif"])(
  "what ends too early is left as it is: %s",
  (type) => {
    for (const text of [
      "",
      "\xff\xd8\xff",
      "\xff\xd8\xff\xe1\xff\xff",
      "\x89PNG\r\n\x1a\n\0\0\xff\xff",
      "RIFF\xff\xff\0\0WEBPVP8 \xff\xff\0\0",
    ]) {
      const bytes = Buffer.from(text, "latin1");
      expect(stripPictureMetadata(bytes, type).length).toBeLessThanOrEqual(bytes.length + 12);
    }
  },
);

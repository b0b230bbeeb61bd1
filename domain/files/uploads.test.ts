import { leastCpuMsAwaited } from "#tests/support/least-cpu.ts";
import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { message, sourceText } from "#messages/message.ts";
import { cleanFileName, formatContentDisposition } from "./file-name.ts";
import { listChosenFiles, storeEachUpload, storeUpload } from "./uploads.ts";
import { ATTACHMENTS_MAX, getSizeBytesMax } from "./limits.ts";
import { fixFileExtension } from "./fix-file-extension.ts";
import { findMediaType, isShownInline, stripMediaTypeParameters } from "./media-types.ts";
import { readRange } from "./read-range.ts";
import type { FileStore } from "./store.ts";

const kept: Uint8Array[] = [];
const store: FileStore = {
  put: async (bytes) => String(kept.push(bytes)),
  read: async () => undefined,
  async *keptBefore() {},
  remove: async () => false,
};
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const file = (name: string, bytes: Uint8Array | string, type = "image/png") =>
  new File([bytes as BlobPart], name, { type });
const typeOf = async (bytes: Uint8Array, name: string, declared?: string) =>
  (await findMediaType(bytes, name, declared))?.mediaType;
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

test("a file is what its bytes are, whatever it claims to be", async () => {
  expect(await typeOf(PNG, "holiday.exe")).toBe("image/png");
  expect(await typeOf(Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), "picture.png")).not.toBe("image/png");
  expect(await typeOf(Buffer.from("Grüße\n"), "a.txt")).toBe("text/plain");
  expect(await typeOf(Buffer.from("a,b\n1,2\n"), "a.CSV")).toBe("text/csv");
  expect(await typeOf(Buffer.from([0xff, 0x00, 0x01]), "a.txt")).toBeUndefined();
});

test("programs, drawings with scripts and archives are refused, and nothing of them is kept", async () => {
  kept.length = 0;
  const zip = Buffer.from("504b0506000000000000000000000000000000000000", "hex");
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`;
  const elf = Buffer.concat([Buffer.from("\x7fELF", "latin1"), Buffer.alloc(60)]);
  for (const bytes of [zip, svg, elf]) {
    await expect(storeUpload(store, file("invoice.pdf", bytes), "attachment")).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
  expect(kept).toEqual([]);
});

test("a web page or a drawing that claims to be a picture is a text, which no browser shows by itself", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
  for (const bytes of ["<!doctype html><script>alert(1)</script>", svg]) {
    const type = await typeOf(Buffer.from(bytes), "holiday.png");
    expect(type).toBe("text/plain");
    expect(isShownInline(type ?? "")).toBe(false);
    await expect(storeUpload(store, file("holiday.png", bytes), "picture")).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
});

test("an archive that would fill the memory once unpacked is looked at and not unpacked", async () => {
  const entry = Buffer.from("[Content_Types].xml");
  const packed = deflateRawSync(Buffer.alloc(200_000_000));
  const head = Buffer.alloc(30);
  head.write("PK\x03\x04", "latin1");
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(200_000_000, 22);
  head.writeUInt16LE(entry.length, 26);
  const before = process.memoryUsage().rss;
  const bomb = file("essay.docx", Buffer.concat([head, entry, packed]));
  await expect(storeUpload(store, bomb, "attachment")).rejects.toEqual(refusal("file_type_refused"));
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test("a picture is taken, with a clean name and its real type", async () => {
  expect(await storeUpload(store, file("../../etc/pass\u202ewd.png", PNG, "text/html"), "picture")).toMatchObject({
    name: "passwd.png",
    mediaType: "image/png",
    sizeBytes: PNG.length,
  });
});

test("what is too large, or too many at once, is refused beside its field", async () => {
  const large = {
    name: "film.png",
    size: getSizeBytesMax("attachment") + 1,
    arrayBuffer: async () => new ArrayBuffer(0),
  };
  await expect(storeUpload(store, large, "attachment", "attachments")).rejects.toMatchObject({
    code: "file_too_large",
    detail: { fields: { attachments: message("refusals.file_too_large_named", { name: "film.png", megabytes: 10 }) } },
  });
  const many = Array.from({ length: ATTACHMENTS_MAX + 1 }, (_, n) => file(`${n}.png`, PNG));
  await expect(storeEachUpload(store, many, () => "attachments")).rejects.toEqual(refusal("body_too_large"));
});

test("an empty file field is no upload", async () => {
  expect(listChosenFiles([file("", ""), file("undefined", ""), "text"])).toEqual([]);
});

test("a chosen file without bytes is refused in words beside its field, and never dropped", async () => {
  const sent = [file("notes.pdf", ""), file("", "")];
  await expect(storeEachUpload(store, listChosenFiles(sent), () => "attachments")).rejects.toMatchObject({
    code: "file_type_refused",
    detail: { fields: { attachments: message("refusals.file_empty", { name: "notes.pdf" }) } },
  });
});

test("a name keeps its ending, and loses folders, control characters and length", () => {
  expect(cleanFileName("C:\\Users\\me\\a.pdf")).toBe("a.pdf");
  expect(cleanFileName("..")).toBe("file");
  expect(cleanFileName("a\r\nX-Evil: 1.txt")).toBe("aX-Evil 1.txt");
  const long = cleanFileName(`${"ä".repeat(400)}.pdf`);
  expect(long).toHaveLength(255);
  expect(long.endsWith(".pdf")).toBe(true);
});

test("a name in a header stays one name", () => {
  expect(formatContentDisposition("attachment", `a"; filename="evil.exe`)).toBe(
    `attachment; filename="a_; filename=_evil.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe`,
  );
  expect(formatContentDisposition("inline", "Grüße.pdf")).toBe(
    `inline; filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf`,
  );
});

/** A header as a strict reader takes it apart: a quoted string of plain letters, and an extended value (RFC 6266, RFC 8187). */
const DISPOSITION =
  /^(inline|attachment); filename="([ !#$&-[\]-~]*)"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})*)$/;

const NAMES = [
  'Budget "final" 100%.pdf',
  "100%25 50%22.pdf",
  "it's (a) *star*.pdf",
  "back\\slash.pdf",
  "שלום עולם.pdf",
  "تقرير ٢٠٢٦.pdf",
  "👩‍👩‍👧 family 🏳️‍🌈.pdf",
  "한지민의 보고서.pdf",
  "Zürich – «Töpfern».pdf",
  "e\u0301.pdf",
  "a;b=c, d.pdf",
  "semi\u2028colon.pdf",
  `${"長".repeat(251)}.pdf`,
  "broken \ud83d half.pdf",
];

test.each(NAMES)("a downloaded file is called as it was, for strict readers and old ones: %j", (name) => {
  const header = formatContentDisposition("attachment", name);
  expect(new Headers({ "Content-Disposition": header }).get("content-disposition")).toBe(header);
  const [, , plain = "", whole = ""] = DISPOSITION.exec(header) ?? [];
  expect(decodeURIComponent(whole)).toBe(name.toWellFormed());
  expect(plain.endsWith(".pdf")).toBe(true);
  // A proxy takes some four kilobytes for all headers of an answer.
  expect(header.length).toBeLessThan(3_000);
});

test.each([
  ["5%22 pipe.pdf", "5' pipe.pdf"],
  ['5" pipe.pdf', "5' pipe.pdf"],
  ["two%0D%0Alines%0a.pdf", "twolines.pdf"],
  ["100%.pdf", "100%.pdf"],
  ["100%25.pdf", "100%25.pdf"],
  ["half \ud83d.pdf", "half .pdf"],
])("a name that a form has escaped is kept as it was: %j", (sent, kept) => {
  expect(cleanFileName(sent)).toBe(kept);
});

test.each([
  [null, undefined],
  ["bytes=0-", { start: 0, end: 99 }],
  ["bytes=10-19", { start: 10, end: 19 }],
  ["bytes=90-500", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-500", { start: 0, end: 99 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=20-10", undefined],
  ["bytes=0-1,5-6", undefined],
  ["bytes=-", undefined],
  ["lines=1-2", undefined],
])("a range of %j in a file of 100 bytes is %j", (header, range) => {
  expect(readRange(header, 100)).toEqual(range);
});

const utf16 = (text: string, order: "le" | "be", mark = true) => {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};

test.each([
  ["BM is how this letter begins", "letter.txt"],
  ["ID3 is a tree that learns", "notes.txt"],
  ["GIF87a and GIF89a are two formats", "formats.gif"],
  ["RIFF xxxx WEBP", "riff.webp"],
  ["%PDF-1.7 is how such a file begins", "about.pdf"],
  ["PK and the others", "a.docx"],
  ["MZ was a developer", "a.exe"],
  ["wOFF OTTO true ftypheic", "x.heic"],
  ["#!/bin/sh\necho hello", "run.sh"],
  ["BEGIN:VCALENDAR\nEND:VCALENDAR", "a.ics"],
])("a text that begins %j is a text, is downloaded, and is called one", async (text, name) => {
  const stored = await storeUpload(store, file(name, text, "application/octet-stream"), "attachment");
  expect(stored.mediaType).toBe("text/plain");
  expect(isShownInline(stored.mediaType)).toBe(false);
  expect(stored.name).toMatch(/\.txt$/);
});

test.each([
  ["UTF-16 from Windows", utf16("Grüße\r\naus Köln", "le"), "letter.txt", "text/plain;charset=utf-16le"],
  ["UTF-16 from a Mac of old", utf16("Grüße", "be"), "letter.txt", "text/plain;charset=utf-16be"],
  ["UTF-16 without a mark", utf16("Greetings from Cologne", "le", false), "letter.txt", "text/plain;charset=utf-16le"],
  [
    "UTF-16 the other way, without a mark",
    utf16("Greetings", "be", false),
    "letter.txt",
    "text/plain;charset=utf-16be",
  ],
  ["Windows-1252", Buffer.from("Gr\xfc\xdfe, 5 \x80", "latin1"), "letter.txt", "text/plain;charset=unknown-8bit"],
  ["Windows-1252 as a table", Buffer.from("Name;Stra\xdfe\r\n", "latin1"), "list.csv", "text/csv;charset=unknown-8bit"],
  ["Windows-1251", Buffer.from("cff0e8e2e5f2", "hex"), "letter.txt", "text/plain;charset=unknown-8bit"],
  ["UTF-8 with a mark", Buffer.from("\ufeffGrüße"), "letter", "text/plain"],
])("a text in %s is taken byte for byte", async (_, bytes, name, mediaType) => {
  kept.length = 0;
  expect((await storeUpload(store, file(name, bytes, ""), "attachment")).mediaType).toBe(mediaType);
  expect(Buffer.from(kept[0] as Uint8Array)).toEqual(bytes);
});

test("bytes that only could be a text are one where the name or the sender says so, and nothing else", async () => {
  const windows = Buffer.from("Gr\xfc\xdfe", "latin1");
  expect(await typeOf(windows, "letter")).toBeUndefined();
  expect(await typeOf(windows, "letter", "text/plain")).toBe("text/plain;charset=unknown-8bit");
  for (const bytes of [Buffer.from([0xff, 0xfe, 0x00, 0x00]), Buffer.from([0xff, 0xfe, 0x41]), Buffer.alloc(40)]) {
    expect(await typeOf(bytes, "letter.txt", "text/plain")).toBeUndefined();
  }
});

test.each([
  ["x.hta", "text/plain", "x.hta.txt"],
  ["page.html", "text/plain", "page.html.txt"],
  ["drawing.svg", "text/plain;charset=utf-16le", "drawing.svg.txt"],
  ["run.js", "text/plain", "run.js.txt"],
  ["invoice.pdf", "text/plain", "invoice.pdf.txt"],
  ["notes.MD", "text/plain", "notes.MD"],
  ["holiday.exe", "image/png", "holiday.exe.png"],
  ["holiday.JPG", "image/jpeg", "holiday.JPG"],
  ["holiday", "image/jpeg", "holiday.jpg"],
  ["a.pdf.", "application/pdf", "a.pdf..pdf"],
  ["a.lnk", "application/never-heard-of", "a.lnk.bin"],
  ["table.csv", "text/csv", "table.csv"],
])("%s that is %s is called %s", (name, mediaType, fitting) => {
  expect(fixFileExtension(name, mediaType)).toBe(fitting);
});

const HEIC = Buffer.concat([Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"), Buffer.alloc(40)]);
const OLD_WORD = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600)]);
const EMPTY_ZIP = Buffer.concat([Buffer.from("504b0304140000000000", "hex"), Buffer.alloc(60)]);

test.each([
  ["IMG_0042.HEIC", HEIC, "Most Compatible"],
  ["photo.jpg", HEIC, "Most Compatible"],
  ["letter.doc", OLD_WORD, ".docx"],
  ["all.zip", EMPTY_ZIP, "Send the files that are in it"],
  ["scan.tiff", Buffer.concat([Buffer.from("49492a0008000000", "hex"), Buffer.alloc(40)]), "PNG or JPEG"],
  ["essay.pages", EMPTY_ZIP, "Export it as PDF"],
  ["page.svg", Buffer.from(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), "PDF"],
])("%s is refused with what helps", async (name, bytes, help) => {
  const refused = await storeUpload(store, file(name, bytes), "attachment", "attachments").catch((error) => error);
  expect(refused).toMatchObject({ code: "file_type_refused" });
  expect(sourceText(refused.detail.fields.attachments)).toContain(help);
});

/** A PNG that says that it is so large. */
function pngOf(width: number, height: number): Buffer {
  const bytes = Buffer.from(PNG);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}
const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const gifOf = (side: number) => {
  const bytes = Buffer.from(GIF);
  bytes.writeUInt16LE(side, 6);
  bytes.writeUInt16LE(side, 8);
  return bytes;
};

test("a picture of a few bytes that would fill a phone's memory is refused, and so is one that is none", async () => {
  const good = [PNG, GIF, pngOf(16_320, 12_240)];
  for (const bytes of good) await storeUpload(store, file("a", bytes), "picture");
  const bad = [
    ...[pngOf(60_000, 60_000), pngOf(0, 10), gifOf(65_535), PNG.subarray(0, 20)],
    Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(100, 1)]),
    Buffer.concat([Buffer.from("ffd8ffe0", "hex"), Buffer.alloc(2_000)]),
    Buffer.concat([Buffer.from("ffd8ffe00000", "hex"), Buffer.alloc(2_000)]),
    Buffer.concat([Buffer.from("RIFF\x24\0\0\0WEBPXXXX", "latin1"), Buffer.alloc(40)]),
  ];
  for (const [place, bytes] of bad.entries()) {
    await expect(storeUpload(store, file("a.png", bytes), "picture"), String(place)).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
});

/** An office document of one part, whose directory says how large it is packed and unpacked. */
function officeOf({ packed, unpacked, entries = 1 }: { packed?: number; unpacked: number; entries?: number }): Buffer {
  const name = Buffer.from("mimetype");
  const content = Buffer.from("application/vnd.oasis.opendocument.text");
  const head = Buffer.alloc(30);
  head.write("PK\x03\x04", "latin1");
  head.writeUInt32LE(content.length, 18);
  head.writeUInt32LE(content.length, 22);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.write("PK\x01\x02", "latin1");
  entry.writeUInt32LE(packed ?? content.length, 20);
  entry.writeUInt32LE(unpacked, 24);
  entry.writeUInt16LE(name.length, 28);
  const directory = Buffer.concat(Array.from({ length: entries }, () => Buffer.concat([entry, name])));
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(head.length + name.length + content.length, 16);
  return Buffer.concat([head, name, content, directory, end]);
}

test("an office document is taken; one that would fill a disk once unpacked, or whose directory lies, is not", async () => {
  const odt = await storeUpload(store, file("essay.odt", officeOf({ unpacked: 39 })), "attachment");
  expect(stripMediaTypeParameters(odt.mediaType)).toBe("application/vnd.oasis.opendocument.text");
  const bad = [
    officeOf({ unpacked: 4_000_000_000 }),
    officeOf({ unpacked: 40_000, entries: 20_000 }),
    officeOf({ packed: 90, unpacked: 90, entries: 5_000 }),
    officeOf({ unpacked: 39 }).subarray(0, -22),
    officeOf({ unpacked: 39, entries: 0 }),
  ];
  for (const [place, bytes] of bad.entries()) {
    await expect(storeUpload(store, file("essay.odt", bytes), "attachment"), String(place)).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
});

const TEN_MEGABYTES: Record<string, () => Buffer> = {
  zeros: () => Buffer.alloc(10_000_000),
  letters: () => Buffer.alloc(10_000_000, "a"),
  "local headers": () => Buffer.alloc(10_000_000, officeOf({ unpacked: 39 }).subarray(0, 77)),
  "ends of archives": () => Buffer.alloc(10_000_000, "PK\x05\x06", "latin1"),
  segments: () => Buffer.concat([Buffer.from("ffd8", "hex"), Buffer.alloc(9_999_998, Buffer.from("ffe00002", "hex"))]),
  "fill bytes": () => Buffer.concat([Buffer.from("ffd8", "hex"), Buffer.alloc(9_999_998, 0xff)]),
  boxes: () =>
    Buffer.concat([Buffer.from("\0\0\0\x18ftypheic", "latin1"), Buffer.alloc(9_000_000, "\0\0\0\x08free", "latin1")]),
  "ID3 frames": () =>
    Buffer.concat([
      Buffer.from("ID3\x04\0\0\0\0\0\0", "latin1"),
      Buffer.alloc(9_000_000, "ID3\x04\0\0\0\0\0\0", "latin1"),
    ]),
  EBML: () => Buffer.concat([Buffer.from("1a45dfa3", "hex"), Buffer.alloc(9_000_000, 0x81)]),
  ASF: () => Buffer.concat([Buffer.from("3026b2758e66cf11a6d9", "hex"), Buffer.alloc(9_000_000)]),
  PNG: () => Buffer.concat([PNG.subarray(0, 33), Buffer.alloc(9_000_000, Buffer.from("0000000074455874", "hex"))]),
  UTF16: () => Buffer.concat([Buffer.from("fffe", "hex"), Buffer.alloc(9_999_998, Buffer.from("a\0", "latin1"))]),
};

test.each(Object.entries(TEN_MEGABYTES))(
  "ten megabytes of %s are judged in a bounded time of a core",
  async (_, made) => {
    const bytes = made();
    expect(await leastCpuMsAwaited(() => findMediaType(bytes, "a.txt", "text/plain"))).toBeLessThan(1_000);
  },
);

import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { cleanFileName, contentDisposition } from "./file-name.ts";
import { keepAttachments, keepUpload } from "./keep-uploads.ts";
import { ATTACHMENTS_MAX, sizeBytesMax } from "./limits.ts";
import { isShownInline, sniffMediaType } from "./media-types.ts";
import { readRange } from "./range.ts";
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
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

test("a file is what its bytes are, whatever it claims to be", async () => {
  expect(await sniffMediaType(PNG, "holiday.exe")).toBe("image/png");
  expect(await sniffMediaType(Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), "picture.png")).not.toBe("image/png");
  expect(await sniffMediaType(Buffer.from("Grüße\n"), "a.txt")).toBe("text/plain");
  expect(await sniffMediaType(Buffer.from("a,b\n1,2\n"), "a.CSV")).toBe("text/csv");
  expect(await sniffMediaType(Buffer.from([0xff, 0x00, 0x01]), "a.txt")).toBeUndefined();
});

test("programs, drawings with scripts and archives are refused, and nothing of them is kept", async () => {
  kept.length = 0;
  const zip = Buffer.from("504b0506000000000000000000000000000000000000", "hex");
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`;
  const elf = Buffer.concat([Buffer.from("\x7fELF", "latin1"), Buffer.alloc(60)]);
  for (const bytes of [zip, svg, elf]) {
    await expect(keepUpload(store, file("invoice.pdf", bytes), "attachment")).rejects.toEqual(
      refusal("file_type_refused"),
    );
  }
  expect(kept).toEqual([]);
});

test("a web page or a drawing that claims to be a picture is a text, which no browser shows by itself", async () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;
  for (const bytes of ["<!doctype html><script>alert(1)</script>", svg]) {
    const type = await sniffMediaType(Buffer.from(bytes), "holiday.png");
    expect(type).toBe("text/plain");
    expect(isShownInline(type ?? "")).toBe(false);
    await expect(keepUpload(store, file("holiday.png", bytes), "picture")).rejects.toEqual(
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
  await expect(keepUpload(store, bomb, "attachment")).rejects.toEqual(refusal("file_type_refused"));
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test("a picture is taken, with a clean name and its real type", async () => {
  expect(await keepUpload(store, file("../../etc/pass\u202ewd.png", PNG, "text/html"), "picture")).toMatchObject({
    name: "passwd.png",
    mediaType: "image/png",
    sizeBytes: PNG.length,
  });
});

test("what is too large, or too many at once, is refused beside its field", async () => {
  const large = { name: "film.png", size: sizeBytesMax("attachment") + 1, arrayBuffer: async () => new ArrayBuffer(0) };
  await expect(keepUpload(store, large, "attachment", "attachments")).rejects.toMatchObject({
    code: "file_too_large",
    detail: { fields: { attachments: expect.stringContaining("film.png") } },
  });
  const many = Array.from({ length: ATTACHMENTS_MAX + 1 }, (_, n) => file(`${n}.png`, PNG));
  await expect(keepAttachments(store, many, "attachments")).rejects.toEqual(refusal("body_too_large"));
});

test("an empty file field is no upload", async () => {
  expect(await keepAttachments(store, [file("", ""), file("undefined", ""), "text"], "attachments")).toEqual([]);
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
  expect(contentDisposition("attachment", `a"; filename="evil.exe`)).toBe(
    `attachment; filename="a_; filename=_evil.exe"; filename*=UTF-8''a%22%3B%20filename%3D%22evil.exe`,
  );
  expect(contentDisposition("inline", "Grüße.pdf")).toBe(
    `inline; filename="Gr__e.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf`,
  );
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

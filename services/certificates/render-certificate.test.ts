import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import PDFDocument from "pdfkit";
import { expect, test } from "vitest";
import { FONT_PARTS, LETTER_RANGES } from "#domain/certificates/printable-letters.ts";
import type { Certificate } from "#domain/certificates/machine.ts";
import { translatorFor } from "#messages/translator.ts";
import { loadFont, WEIGHTS } from "#providers/certificate-fonts.ts";
import { renderCertificate } from "./render-certificate.ts";

const certificate = {
  ...{ id: "crt_1", year: 2026, serial: 42, version: 1, code: "A".repeat(25), language: "de" },
  ...{ name: "Łukasz Ẹ́niọlá Παπαδόπουλος Ђорђе", courseTitle: "Aquarell <b>& Öl</b>", minutes: 90 },
  ...{ startsOn: "2026-03-03", endsOn: "2026-06-30", completedOn: "2026-06-30", issuedOn: "2026-07-01" },
  issuedAt: new Date("2026-07-01T10:00:00Z"),
} as Certificate;

const paper = (what: Partial<Certificate> = {}, logo: Buffer | null = null) =>
  renderCertificate({
    certificate: { ...certificate, ...what },
    address: "https://school.example/certificates/a.b.c",
    typedAddress: "https://school.example/certificates/AAAAA-AAAAA-AAAAA-AAAAA-AAAAA",
    school: { name: "Schule", accentColor: null, logo },
    words: translatorFor("de"),
  });

/** The font as the library has read it. */
const open = (bytes: Buffer) => {
  const read = new PDFDocument().font(bytes) as unknown as {
    _font: { font: { hasGlyphForCodePoint(code: number): boolean } };
  };
  return read._font.font;
};

/** One black dot. */
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);

test("the letters that are called printable are in the font, in each weight", () => {
  for (const part of FONT_PARTS) {
    for (const weight of WEIGHTS) {
      const font = open(loadFont(part, weight));
      for (const [first, last] of LETTER_RANGES[part]) {
        for (let code = first; code <= last; code++) {
          if (!font.hasGlyphForCodePoint(code)) throw new Error(`${part} ${weight} has no ${code.toString(16)}`);
        }
      }
    }
  }
});

test("the same certificate gives the same bytes", async () => {
  expect((await paper()).equals(await paper())).toBe(true);
  expect((await paper()).equals(await paper({ name: "Lukasz" }))).toBe(false);
});

test("it is tagged, says its language and title, and has its fonts inside", async () => {
  const text = (await paper()).toString("latin1");
  expect(text).toMatch(/\/MarkInfo/);
  expect(text).toMatch(/\/Lang \(de/);
  expect(text).toMatch(/\/DisplayDocTitle true/);
  expect(text).toMatch(/pdfuaid/);
  expect(text).not.toMatch(/\/BaseFont \/(Helvetica|Times)/);
});

test("what has no letters is not left out: there is no paper", async () => {
  await expect(paper({ name: "王小明" })).rejects.toThrow("no letters for 王");
});

test("the longest texts stand on one page", async () => {
  const text = (await paper({ name: "W".repeat(120), courseTitle: "Ж".repeat(300) })).toString("latin1");
  expect(text.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
});

const missing = ["pdftotext", "pdffonts", "qpdf"].filter((tool) => spawnSync(tool, ["--version"]).error);

test.skipIf(missing.length > 0)("other programs read its text, its fonts and its structure", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-certificate-"));
  try {
    const file = path.join(folder, "certificate.pdf");
    writeFileSync(file, await paper({}, LOGO));
    const read = (tool: string, ...words: string[]) => execFileSync(tool, words, { encoding: "utf8" });
    const text = read("pdftotext", file, "-").normalize("NFC");
    for (const part of [
      "Łukasz Ẹ́niọlá Παπαδόπουλος Ђορђε".slice(0, 10),
      "Παπαδόπουλος",
      "Aquarell <b>& Öl</b>",
      "2026-0042",
    ]) {
      expect(text).toContain(part.normalize("NFC"));
    }
    const fonts = read("pdffonts", file).split("\n").slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThan(3);
    for (const font of fonts) expect(font).toMatch(/NotoSerif.*yes yes yes/);
    expect(read("qpdf", "--check", file)).toContain("No syntax or stream encoding errors found");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

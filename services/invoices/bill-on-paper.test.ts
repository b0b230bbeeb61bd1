import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { translatorFor } from "#messages/translator.ts";
import { SAMPLE_PAPERS } from "#tests/support/sample-papers.ts";
import { getBillCode } from "./get-bill-code.ts";
import { renderInvoice } from "./render-invoice.ts";

beforeAll(() => {
  const wasmBinary = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm"));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasmBinary).buffer } });
});

/** What a telephone reads of the pages. */
async function scan(pdf: Buffer): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-bill-"));
  try {
    writeFileSync(path.join(folder, "paper.pdf"), pdf);
    execFileSync("pdftoppm", ["-r", "150", "-png", "paper.pdf", "page"], { cwd: folder });
    const pages = readdirSync(folder).filter((name) => name.endsWith(".png"));
    const read = await Promise.all(
      pages
        .sort()
        .map((name) => readBarcodes(new Uint8Array(readFileSync(path.join(folder, name))), { formats: ["QRCode"] })),
    );
    return read.flat().map(({ text }) => text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.skipIf(spawnSync("pdftoppm", ["-v"]).error).each([
  ["not yet paid", ["SPC", "CH9300762011623852957", "480.00\nCHF", "SCOR\nRF12ABC7KMQ2XA"]],
  // Of a price in parts the next one, and not all that is open.
  ["part paid", ["SPC", "280.00\nCHF", "SCOR\nRF12ABC7KMQ2XA"]],
  ["part paid in euro", ["BCD", "EUR280.00"]],
  // The late part less what has come of it, and the one that was due since.
  ["part late and begun", ["SPC", "460.00\nCHF"]],
  ["proforma of a plan", ["SPC", "360.00\nCHF", "NON\n\n7KMQ2XA"]],
  ["not yet paid in euro", ["BCD", "DE89370400440532013000", "EUR480.00", "RF12ABC7KMQ2XA"]],
])("the QR code on a paper gives back what is asked for: %s", async (name, parts) => {
  const content = SAMPLE_PAPERS[name];
  if (!content) throw new Error(`there is no sample ${name}`);
  const billCode = getBillCode(content);
  const look = { accentColor: null, logo: null };
  const read = await scan(await renderInvoice({ content, look, words: translatorFor(content.language), billCode }));
  expect(read).toEqual([billCode?.text]);
  for (const part of parts) expect(read[0]).toContain(part);
});

test("what is paid, credited or cancelled has no code by which it would be paid once more", () => {
  for (const [name, content] of Object.entries(SAMPLE_PAPERS)) {
    const isAsked = ["invoice", "proforma"].includes(content.kind) && content.dueMinor > 0;
    expect(getBillCode(content) !== null, name).toBe(isAsked && content.payment.iban !== "");
  }
});

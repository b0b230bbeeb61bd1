import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { translatorFor } from "#messages/translator.ts";
import { SAMPLE_PAPERS } from "#tests/support/sample-papers.ts";
import { getBillCode } from "./get-bill-code.ts";
import { renderInvoice } from "./render-invoice.ts";
import { writeContent } from "./write-content.ts";

const render = (content: InvoiceContent, logo: Buffer | null = null) =>
  renderInvoice({
    ...{
      content: writeContent(content, translatorFor(content.language)),
      look: { accentColor: "#7a2048", logo },
      words: translatorFor(content.language),
    },
    billCode: getBillCode(content),
  });

const sample = (name: string) => SAMPLE_PAPERS[name] as InvoiceContent;
const missing = ["pdftotext", "pdffonts", "qpdf"].filter((tool) => spawnSync(tool, ["--version"]).error);

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-invoice-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("the same paper gives the same bytes, and another one gives others", async () => {
  const content = sample("company with eight places");
  expect((await render(content)).equals(await render(structuredClone(content)))).toBe(true);
  expect((await render(content)).equals(await render({ ...content, code: "R-2026-00043" }))).toBe(false);
});

test("it is tagged, says its language and title, and has its fonts inside", async () => {
  const text = (await render(sample("not yet paid in euro"))).toString("latin1");
  for (const part of [/\/MarkInfo/, /\/Lang \(de/, /\/DisplayDocTitle true/, /pdfaid:part/]) expect(text).toMatch(part);
  expect(text).not.toMatch(/\/BaseFont \/(Helvetica|Times)/);
});

test("every kind of paper adds up", () => {
  for (const [name, content] of Object.entries(SAMPLE_PAPERS)) {
    const sum = (of: "netMinor" | "taxMinor", from: readonly { netMinor: number; taxMinor: number }[]) =>
      from.reduce((total, each) => total + each[of], 0);
    const { lines, taxes, netMinor, taxMinor, totalMinor, paidMinor, dueMinor } = content;
    expect([sum("netMinor", lines), sum("taxMinor", lines)], name).toEqual([netMinor, taxMinor]);
    expect([sum("netMinor", taxes), sum("taxMinor", taxes)], name).toEqual([netMinor, taxMinor]);
    expect([netMinor + taxMinor, totalMinor - paidMinor], name).toEqual([totalMinor, dueMinor]);
  }
});

test("a picture that is none keeps nobody from knowing it", async () => {
  await expect(render(sample("one rate"), Buffer.from("no picture"))).rejects.toThrow();
});

test.skipIf(missing.length > 0)("each kind of paper says what it must, to the letter", async () => {
  const said: string[] = [];
  for (const [name, content] of Object.entries(SAMPLE_PAPERS)) {
    const bytes = await render(content);
    const text = inFolder((folder) => {
      const file = path.join(folder, "paper.pdf");
      writeFileSync(file, bytes);
      expect(execFileSync("qpdf", ["--check", file], { encoding: "utf8" }), name).toContain("No syntax or stream");
      const fonts = execFileSync("pdffonts", [file], { encoding: "utf8" }).split("\n").slice(2).filter(Boolean);
      for (const font of fonts) expect(font, name).toMatch(/(NotoSerif|NotoNaskh|BIZUDPMincho).*yes yes yes/);
      return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    });
    const lines = text.split("\n").map((line) => line.trim().replace(/ {2,}/g, " | "));
    said.push(`=== ${name}`, ...lines.filter((line) => line !== ""), "");
  }
  await expect(said.join("\n")).toMatchFileSnapshot("golden/papers.txt");
});

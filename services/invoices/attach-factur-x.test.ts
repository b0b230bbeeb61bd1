import PDFDocument from "pdfkit";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { describeEInvoice } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { makeInvoice } from "#tests/support/sample-e-invoices.ts";
import { escapeDocumentInfo } from "../pdf/escape-document-info.ts";
import { attachFacturX, FACTUR_X_PDF } from "./attach-factur-x.ts";
import { buildCii } from "./build-cii.ts";

/** A document without letters, and uncompressed, so that what is in it can be read as it stands. */
async function render(content: InvoiceContent, title = "Invoice"): Promise<{ text: string; hasFacturX: boolean }> {
  const day = new Date("2026-11-29T00:00:00Z");
  const paper = new PDFDocument({
    ...{ ...FACTUR_X_PDF, subset: FACTUR_X_PDF.subset as never, compress: false, lang: "de" },
    info: { Title: title, CreationDate: day, ModDate: day },
  });
  escapeDocumentInfo(paper);
  const chunks: Buffer[] = [];
  paper.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => paper.on("end", resolve));
  const hasFacturX = attachFacturX(paper, content);
  paper.end();
  await ended;
  return { text: Buffer.concat(chunks).toString("utf8"), hasFacturX };
}

const readMetadata = (text: string) => /<x:xmpmeta[^]*<\/x:xmpmeta>/.exec(text)?.[0] ?? "";

test("the PDF of an invoice holds it as Factur-X: attached as its other form, and said in the metadata", async () => {
  const content = makeInvoice();
  const { text, hasFacturX } = await render(content);
  expect(hasFacturX).toBe(true);
  expect(text).toContain(buildCii(describeEInvoice(content), "factur-x"));
  expect(text).toContain("/AFRelationship /Alternative");
  expect(text).toContain("/Subtype /text#2Fxml");
  expect(text).toMatch(/\/AF \[\d+ 0 R\]/);
  expect(text).toMatch(/\/EmbeddedFiles/);
  const metadata = readMetadata(text);
  expect(XMLValidator.validate(metadata)).toBe(true);
  expect(metadata).toContain("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>");
  expect(metadata).toContain("<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>");
  expect(metadata).toContain("<pdfaid:part>3</pdfaid:part>");
  expect(metadata).toContain("<pdfaid:conformance>A</pdfaid:conformance>");
});

test("the same invoice gives the same bytes", async () => {
  expect((await render(makeInvoice())).text).toBe((await render(makeInvoice())).text);
});

test("an invoice that breaks a rule stays a PDF, and holds no e-invoice that a machine would refuse", async () => {
  const { text, hasFacturX } = await render(makeInvoice({ seller: { ...makeInvoice().seller, country: "" } }));
  expect(hasFacturX).toBe(false);
  expect(text).not.toContain("factur-x");
});

test("a title with signs of XML leaves the metadata readable, and the title what it is", async () => {
  const { text } = await render(makeInvoice(), 'R & D <live> "A"');
  const metadata = readMetadata(text);
  expect(XMLValidator.validate(metadata)).toBe(true);
  const read: unknown = new XMLParser({ removeNSPrefix: true }).parse(metadata);
  expect(JSON.stringify(read)).toContain(JSON.stringify('R & D <live> "A"').slice(1, -1));
  expect(text).toContain('(R & D <live> "A")');
});

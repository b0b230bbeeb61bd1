import PDFDocument from "pdfkit";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { escapeDocumentInfo } from "../pdf/escape-document-info.ts";
import { attachFacturX, FACTUR_X_PDF } from "./attach-factur-x.ts";
import { drawHead } from "./draw-head.ts";
import { drawFeet, drawParts } from "./draw-parts.ts";
import { Flow, PAGE } from "./paper-flow.ts";
import type { InvoicePaper } from "./invoice-paper.ts";
import { formatPaperTitle } from "./paper-words.ts";

/** Those that somebody may book: they hold their own data for machines. */
const BOOKED: readonly InvoiceContent["kind"][] = ["invoice", "cancellation", "credit_note"];

/**
 * An invoice or another paper of an order as PDF/A-3: tagged for screen readers, with the letters of its fonts inside, and with its data as
 * Factur-X where it is one. The same paper gives the same bytes: its only time is the day of its issue.
 */
export async function renderInvoice(paper: InvoicePaper): Promise<Buffer> {
  const { content, words } = paper;
  const issued = new Date(`${content.issuedOn}T00:00:00Z`);
  const pdf = new PDFDocument({
    ...{ size: "A4", margin: 0, displayTitle: true, lang: words.locale, bufferPages: true },
    ...(FACTUR_X_PDF as object),
    info: {
      ...{ Title: formatPaperTitle(content, words), Author: content.seller.name },
      ...{ CreationDate: issued, ModDate: issued },
    },
  });
  escapeDocumentInfo(pdf);
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on("end", () => resolve());
    pdf.on("error", reject);
  });
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  const flow = new Flow(pdf, root, PAGE.top);
  drawHead(flow, paper);
  drawParts(flow, paper);
  root.end();
  drawFeet(pdf, paper);
  if (BOOKED.includes(content.kind)) attachFacturX(pdf as never, content);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

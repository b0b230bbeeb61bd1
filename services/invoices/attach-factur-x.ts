import { checkEInvoice } from "#domain/invoices/e-invoices/check-e-invoice.ts";
import { describeEInvoice } from "#domain/invoices/e-invoices/describe-e-invoice.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { buildCii } from "./build-cii.ts";
import { describeFacturX } from "./describe-factur-x.ts";

/** What a document must be made with, so that a Factur-X may be in it: PDF/A-3, with the structure for screen readers (level A). */
export const FACTUR_X_PDF = { pdfVersion: "1.7", subset: "PDF/A-3a", tagged: true } as const;

/** The name that Factur-X and ZUGFeRD both look for. */
const FILE_NAME = "factur-x.xml";

/** As much of a PDFDocument of pdfkit as is needed here. */
type PdfDocument = {
  file(
    content: Buffer,
    options: Record<"name" | "type" | "relationship" | "description", string> &
      Record<"creationDate" | "modifiedDate", Date>,
  ): unknown;
  appendXML(xml: string): void;
};

/**
 * Puts the invoice into its own PDF as Factur-X (ZUGFeRD is the same by another name), in the profile EN 16931. To be called before the
 * document is ended. An invoice that breaks a rule of EN 16931 gets none, and stays what people read: the answer is whether it has one.
 */
export function attachFacturX(paper: PdfDocument, content: InvoiceContent): boolean {
  if (checkEInvoice(content, "en16931").length > 0) return false;
  // The only time in it is the day of issue, so that the same invoice gives the same bytes.
  const issued = new Date(`${content.issuedOn}T00:00:00Z`);
  paper.file(Buffer.from(buildCii(describeEInvoice(content), "factur-x")), {
    name: FILE_NAME,
    type: "text/xml",
    // The XML says the same as the pages do.
    relationship: "Alternative",
    description: content.code,
    ...{ creationDate: issued, modifiedDate: issued },
  });
  paper.appendXML(describeFacturX(FILE_NAME));
  return true;
}

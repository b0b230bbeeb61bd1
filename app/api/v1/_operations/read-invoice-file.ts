import { createHash } from "node:crypto";
import { z } from "zod";
import { defineRead } from "#app/_http/json.ts";
import { InvoiceFile } from "#domain/api/invoice-shapes.ts";
import { getInvoiceCodes } from "#domain/api/invoices.ts";
import { getInvoiceFile } from "#domain/invoices/get-invoice-file.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { message } from "#messages/message.ts";
import { E_INVOICE_FORMS, type EInvoiceForm, makeEInvoice } from "#services/invoices/make-e-invoice.ts";
import { readInvoiceFile } from "#services/invoices/read-invoice-file.ts";

type Codes = { orderCode: string; code: string };
type File = { name: string; mediaType: string; bytes: Buffer };

export default defineRead({
  id: "readInvoiceFile",
  method: "GET",
  path: "/invoices/{id}/file",
  subject: "Invoices",
  summary: "Read an invoice as PDF or as XRechnung",
  detail:
    "`form`: `pdf` (the default, with Factur-X inside), or XRechnung as `ubl` or `cii`. An invoice that breaks a rule of XRechnung is not made.",
  needs: "invoice.read",
  query: z.strictObject({ form: z.enum(["pdf", ...E_INVOICE_FORMS]).default("pdf") }),
  status: 200,
  answer: InvoiceFile,
  refusals: ["wrong_state"],
  handle: async (ctx, { id, query: { form } }) => {
    const codes = await getInvoiceCodes(ctx, id);
    const file = form === "pdf" ? await readPdf(ctx, codes) : await readXml(ctx, codes, form);
    if (!file) throw new Refusal("not_found");
    const { name, mediaType, bytes } = file;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { name, mediaType, sizeBytes: bytes.length, sha256, base64: bytes.toString("base64") };
  },
});

async function readPdf(ctx: ReadCtx, codes: Codes): Promise<File | undefined> {
  const file = await readInvoiceFile(ctx, codes);
  return file && { ...file, mediaType: "application/pdf" };
}

async function readXml(ctx: ReadCtx, codes: Codes, form: EInvoiceForm): Promise<File | undefined> {
  const found = await getInvoiceFile(ctx, codes);
  if (!found) return undefined;
  const made = makeEInvoice(found.invoice.content, form);
  if (!("file" in made)) throw new Refusal("wrong_state", { words: message("refusals.e_invoice_incomplete") });
  return { name: made.file.name, mediaType: "application/xml", bytes: Buffer.from(made.file.xml) };
}

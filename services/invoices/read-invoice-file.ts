import { findInvoiceFile, getInvoiceFile } from "#domain/invoices/get-invoice-file.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { runtime } from "#runtime";
import { makeEInvoice } from "./make-e-invoice.ts";
import { makeInvoiceFile } from "./make-invoices.ts";

export type InvoiceAttachment = { name: string; mediaType: string; bytes: Buffer };
export type ReadInvoice = { name: string; bytes: Buffer };

/**
 * The file of an invoice for its buyer and the office, by the codes of the order and of itself; undefined for everybody else. Where the job
 * was not there yet it is made now, and kept.
 */
export async function readInvoiceFile(
  ctx: ReadCtx,
  codes: { orderCode: string; code: string },
): Promise<ReadInvoice | undefined> {
  const found = await getInvoiceFile(ctx, codes);
  if (!found) return undefined;
  const name = `${found.invoice.code}.pdf`;
  const kept = found.sha256 === null ? undefined : await readKept(found.sha256);
  if (kept) return { name, bytes: kept };
  if (found.sha256 === null) await makeInvoiceFile(found.invoice);
  // Whoever was quicker has made the file that counts.
  const sha256 = (await getInvoiceFile({ ...ctx, read: runtime().database.read }, codes))?.sha256;
  const bytes = sha256 ? await readKept(sha256) : undefined;
  return bytes && { name, bytes };
}

async function readKept(sha256: string): Promise<Buffer | undefined> {
  const stream = await runtime().files.read(sha256);
  return stream ? Buffer.from(await new Response(stream).arrayBuffer()) : undefined;
}

/**
 * The files of an invoice for the letter that brings it: its PDF where it was made, and XRechnung where the school mails one and the invoice
 * breaks no rule. What breaks one is left out, and its page says why.
 */
export async function readInvoiceAttachments(invoiceId: string): Promise<InvoiceAttachment[]> {
  const { database } = runtime();
  const found = await findInvoiceFile(database.read, invoiceId);
  if (!found) return [];
  const bytes = found.sha256 ? await readKept(found.sha256) : undefined;
  const pdf = bytes && { name: `${found.code}.pdf`, mediaType: "application/pdf", bytes };
  const { eInvoiceMail: form } = await getSchoolSettings(database.read);
  const made = form === "none" ? undefined : makeEInvoice(found.content, form);
  const xml = made && "file" in made ? made.file : undefined;
  return [
    ...(pdf ? [pdf] : []),
    ...(xml ? [{ name: xml.name, mediaType: "application/xml", bytes: Buffer.from(xml.xml) }] : []),
  ];
}

import type { MailPayloads } from "#domain/mail/kinds.ts";
import type { Letter } from "#domain/mail/sender.ts";
import { readInvoiceById } from "#services/invoices/read-invoice-file.ts";

/** The files that go with a mail: an invoice with the letter about it. A file that is not there keeps no letter back: it has its link. */
export async function loadAttachments(mail: {
  kind: string;
  payload: Record<string, unknown>;
}): Promise<Pick<Letter, "attachments">> {
  if (mail.kind !== "invoice_issued") return {};
  const { invoiceId } = mail.payload as MailPayloads["invoice_issued"];
  const invoice = await readInvoiceById(invoiceId);
  if (!invoice) return {};
  return { attachments: [{ name: invoice.name, mediaType: "application/pdf", bytes: invoice.bytes }] };
}

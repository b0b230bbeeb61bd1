import type { MailPayloads } from "#domain/mail/kinds.ts";
import type { Letter } from "#domain/mail/sender.ts";
import { readInvoiceAttachments } from "#services/invoices/read-invoice-file.ts";

/** The files that go with a mail: an invoice with the letter about it. A file that is not there keeps no letter back: it has its link. */
export async function loadAttachments(mail: {
  kind: string;
  payload: Record<string, unknown>;
}): Promise<Pick<Letter, "attachments">> {
  if (mail.kind !== "invoice_issued") return {};
  const { invoiceId } = mail.payload as MailPayloads["invoice_issued"];
  const attachments = await readInvoiceAttachments(invoiceId);
  return attachments.length > 0 ? { attachments } : {};
}

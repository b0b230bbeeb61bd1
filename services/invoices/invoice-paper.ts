import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";

/** What a paper is drawn from. */
export type InvoicePaper = {
  content: InvoiceContent;
  /** The logo is PNG or JPEG, the colour a CSS hex colour. */
  look: { accentColor: string | null; logo: Buffer | null };
  /** In the language of the content. */
  words: Words;
  /** What an app of a bank reads to pay what is due; null where nothing is due or there is no such code. */
  billCode: { kind: "epc" | "swiss"; text: string } | null;
};

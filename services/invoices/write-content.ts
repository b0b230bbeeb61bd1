import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";
import { nameFees } from "./name-fees.ts";
import { nameMoves } from "./name-moves.ts";
import { nameParts } from "./name-parts.ts";

/** A paper with what is said of it in words written out, in its own language: the same on the PDF and in the e-invoice. */
export const writeContent = (content: InvoiceContent, words: Words): InvoiceContent =>
  nameParts(nameFees(nameMoves(content, words), words), words);

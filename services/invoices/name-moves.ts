import type { InvoiceContent, InvoiceLine } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";

/** A paper with what it says of places that were moved written out, in its own language, under the cohort where they were bought. */
export const nameMoves = (content: InvoiceContent, words: Words): InvoiceContent => ({
  ...content,
  lines: content.lines.map((line) => ({ ...line, details: [...line.details, ...listMoves(line, words)] })),
});

/** Of one place it is clear whose it is. */
const listMoves = ({ movedTo = [], quantity }: InvoiceLine, words: Words): string[] =>
  movedTo.map(({ who: name, cohort }) =>
    quantity === 1 || name === ""
      ? words("invoices.paper_moved_to", { cohort })
      : words("invoices.paper_moved_who", { name, cohort }),
  );

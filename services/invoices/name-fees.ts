import type { InvoiceContent, InvoiceLine } from "#domain/invoices/invoice-content.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import type { Words } from "#messages/message.ts";

/** A paper with what it says of a cancellation fee, or of a part that is taken off, written out, in its own language: the same on the PDF and in the e-invoice. */
export function nameFees(content: InvoiceContent, words: Words): InvoiceContent {
  const { lines, notes, keptMinor, corrects, currency } = content;
  const kept =
    keptMinor === undefined
      ? []
      : [
          words("invoices.paper_kept", {
            amount: formatMoney({ minor: keptMinor, currency }, words),
            invoice: corrects?.code ?? "",
          }),
        ];
  return {
    ...content,
    lines: lines.map((line) => nameReduction(nameFee(line, words), words)),
    notes: [...kept, ...notes],
  };
}

const nameFee = (line: InvoiceLine, words: Words): InvoiceLine =>
  line.kind === "cancellation_fee"
    ? { ...line, name: words("invoices.paper_cancellation_fee", { course: line.name }) }
    : line;

const nameReduction = (line: InvoiceLine, words: Words): InvoiceLine =>
  line.isReduction ? { ...line, name: words("invoices.paper_reduction", { name: line.name }) } : line;

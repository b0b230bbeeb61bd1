import { isOpenPart } from "#domain/invoices/describe-plan.ts";
import type { InvoiceContent, InvoiceLine, InvoicePart } from "#domain/invoices/invoice-content.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import type { Words } from "#messages/message.ts";
import { formatDay } from "./paper-words.ts";

/** What a part is called: the first is the deposit. `count`: how many are asked for; one beyond those was taken off by a move to a cheaper date. */
export function namePart(number: number, count: number, words: Words): string {
  if (number === 1) return words("invoices.paper_part_deposit");
  return number > count
    ? words("instalments.part_number", { number })
    : words("invoices.paper_part_of", { number, count });
}

/**
 * A paper with its terms of payment in words where its price is paid in parts: each part with its amount and its day, for who reads the e-invoice, which has
 * one day alone (EN 16931: BT-9 is the first of several, BT-20 says the others).
 */
export function nameParts(content: InvoiceContent, words: Words): InvoiceContent {
  const { parts, keptCard, currency } = content;
  const count = content.partCount ?? parts?.length ?? 0;
  const lines = content.lines.map((line) => nameLine(line, count, words));
  if (!parts || content.kind === "payment_receipt") return { ...content, lines };
  const say = ({ number, amountMinor: minor, paidOn, dueOn }: InvoicePart) =>
    words("invoices.paper_term", {
      part: namePart(number, count, words),
      amount: formatMoney({ minor, currency }, words),
      state: paidOn
        ? words("invoices.paper_part_paid", { date: formatDay(paidOn, words) })
        : words("invoices.paper_part_due", { date: formatDay(dueOn, words) }),
    });
  const terms = [
    words(parts.some(isOpenPart) ? "invoices.paper_terms" : "invoices.paper_terms_paid", { count }),
    ...parts.map(say),
    ...(keptCard ? [words("invoices.paper_kept_card", { last4: keptCard })] : []),
  ];
  return { ...content, lines, terms: terms.join("\n") };
}

/** What a line of a receipt was paid for, where that is a part of the price or the fee of a reminder. */
function nameLine(line: InvoiceLine, count: number, words: Words): InvoiceLine {
  if (line.part === undefined) return line;
  if (line.kind === "reminder_fee")
    return { ...line, name: words("invoices.paper_reminder_fee", { number: line.part }) };
  const part = namePart(line.part, count, words);
  return { ...line, name: words("invoices.paper_part_name", { part, course: line.name }) };
}

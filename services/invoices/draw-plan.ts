import { isOpenPart } from "#domain/invoices/describe-plan.ts";
import type { InvoiceContent, InvoicePart } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";
import { type Cells, drawRows } from "./draw-rows.ts";
import type { InvoicePaper } from "./invoice-paper.ts";
import { namePart } from "./name-parts.ts";
import type { Flow } from "./paper-flow.ts";
import { formatDay, formatSum } from "./paper-words.ts";

/** In which parts the price is paid: until when, how much, and what has come. */
export function drawPlan(flow: Flow, { content, words }: InvoicePaper): void {
  const { parts, partsOn } = content;
  if (!parts) return;
  const title = partsOn
    ? words("invoices.paper_parts_on", { date: formatDay(partsOn, words) })
    : words("invoices.paper_parts_title");
  const head: Cells = [
    words("invoices.paper_what"),
    words("invoices.paper_due"),
    words("invoices.paper_amount"),
    words("invoices.paper_part_state"),
  ];
  drawRows(
    flow,
    title,
    head,
    parts.map((part) => listCells(part, content, words)),
  );
}

function listCells(part: InvoicePart, content: InvoiceContent, words: Words): Cells {
  const { number, dueOn, amountMinor, paidMinor, paidOn } = part;
  const state = !isOpenPart(part)
    ? words("invoices.paper_part_paid", { date: formatDay(paidOn, words) })
    : paidMinor > 0
      ? words("invoices.paper_part_begun", { amount: formatSum(content, paidMinor, words) })
      : words("invoices.paper_part_open");
  return [
    namePart(number, content.partCount ?? content.parts?.length ?? 0, words),
    formatDay(dueOn, words),
    formatSum(content, amountMinor, words),
    state,
  ];
}

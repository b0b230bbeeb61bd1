import { isOpenPart } from "#domain/invoices/describe-plan.ts";
import type { InvoiceContent, InvoicePart } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";
import { type Flow, PAGE, RIGHT } from "./paper-flow.ts";
import { namePart } from "./name-parts.ts";
import { draw, type Line } from "./paper-text.ts";
import { formatDay, formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

const DUE_LEFT = 200;
const AMOUNT_RIGHT = 365;
const ROW_HEIGHT = 14.5;

type Row = { type: "TH" | "TD"; cells: [name: string, due: string, amount: string, state: string] };

/** In which parts the price is paid: until when, how much, and what has come. */
export function drawPlan(flow: Flow, { content, words }: InvoicePaper): void {
  const { parts } = content;
  if (!parts) return;
  flow.makeRoom(64);
  flow.paragraph({ text: words("invoices.paper_parts_title"), size: 11.5, weight: 600 }, { type: "H2", gap: 6 });
  const table = flow.paper.struct("Table");
  flow.root.add(table);
  const head: Row = {
    type: "TH",
    cells: [
      words("invoices.paper_what"),
      words("invoices.paper_due"),
      words("invoices.paper_amount"),
      words("invoices.paper_part_state"),
    ],
  };
  drawRow(flow, table, head);
  flow.rule(flow.y - 2);
  flow.y += 3;
  for (const part of parts) {
    if (flow.makeRoom(ROW_HEIGHT)) drawRow(flow, table, head);
    drawRow(flow, table, { type: "TD", cells: listCells(part, content, words) });
  }
  table.end();
  flow.y += 12;
}

function listCells(part: InvoicePart, content: InvoiceContent, words: Words): Row["cells"] {
  const { number, dueOn, amountMinor, paidMinor, paidOn } = part;
  const state = !isOpenPart(part)
    ? words("invoices.paper_part_paid", { date: formatDay(paidOn, words) })
    : paidMinor > 0
      ? words("invoices.paper_part_begun", { amount: formatSum(content, paidMinor, words) })
      : words("invoices.paper_part_open");
  return [
    namePart(number, content.parts?.length ?? 0, words),
    formatDay(dueOn, words),
    formatSum(content, amountMinor, words),
    state,
  ];
}

function drawRow(flow: Flow, table: ReturnType<Flow["paper"]["struct"]>, { type, cells }: Row): void {
  const [name, due, amount, state] = cells;
  const look: Omit<Line, "text"> = type === "TH" ? { size: 8.5, weight: 600 } : { size: 9.5 };
  const tr = flow.paper.struct("TR");
  table.add(tr);
  const { y } = flow;
  const cell = (text: string, at: { left: number } | { right: number }) =>
    tr.add(flow.paper.struct(type, {}, () => draw(flow.paper, { text, ...look }, { ...at, y })));
  cell(name, { left: PAGE.left });
  cell(due, { left: DUE_LEFT });
  cell(amount, { right: AMOUNT_RIGHT });
  cell(state, { right: RIGHT });
  tr.end();
  flow.y += ROW_HEIGHT;
}

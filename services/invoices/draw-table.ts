import type { InvoiceContent, InvoiceLine } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";
import { drawLines, type Flow, heightOf, INK_SOFT, PAGE, RIGHT } from "./paper-flow.ts";
import { draw, type Line, wrap } from "./paper-text.ts";
import { formatDays, formatRate, formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

/** Where the columns end: numbers stand at their right. */
const QUANTITY_RIGHT = 372;
const RATE_RIGHT = 446;
const NAME_WIDTH = 270;

type Cell = { text: string; right: number };

/** The lines of an invoice. Its head stands on each page. */
export function drawTable(flow: Flow, { content, words }: InvoicePaper): void {
  const table = flow.paper.struct("Table");
  flow.root.add(table);
  const isTaxed = content.taxes.some(({ taxCategory }) => taxCategory !== "outside");
  const row = (type: "TH" | "TD", name: Line[], cells: readonly Cell[], size: number, isStrong = false) => {
    const tr = flow.paper.struct("TR");
    table.add(tr);
    const { y } = flow;
    tr.add(flow.paper.struct(type, {}, () => drawLines(flow.paper, name, PAGE.left, y)));
    for (const { text, right } of cells) {
      const line: Line = { text, size, ...(isStrong ? { weight: 600 as const } : {}) };
      tr.add(flow.paper.struct(type, {}, () => draw(flow.paper, line, { right, y })));
    }
    tr.end();
    flow.y += heightOf(name);
  };
  const head = () => {
    flow.rule(flow.y);
    flow.y += 5;
    const titles = [
      { text: words("invoices.paper_quantity"), right: QUANTITY_RIGHT },
      ...(isTaxed ? [{ text: words("invoices.paper_rate"), right: RATE_RIGHT }] : []),
      {
        text: words(isTaxed ? "invoices.paper_net_in" : "invoices.paper_amount_in", { currency: content.currency }),
        right: RIGHT,
      },
    ];
    row("TH", [{ text: words("invoices.paper_what"), size: 8.5, weight: 600 }], titles, 8.5, true);
    flow.y += 3;
    flow.rule(flow.y);
    flow.y += 7;
  };
  flow.makeRoom(80);
  head();
  for (const line of content.lines) {
    const name = listNameLines(line, content, words).flatMap((each) => wrap(flow.paper, each, NAME_WIDTH));
    // What is longer than a page goes on over the next ones, in portions.
    const [first = [], ...others] = cut(name, 34);
    if (flow.makeRoom(heightOf(first) + 8)) head();
    row("TD", first, listCells(line, content, words, isTaxed), 9.5);
    for (const more of others) {
      if (flow.makeRoom(heightOf(more) + 8)) head();
      row("TD", more, [], 9.5);
    }
    flow.y += 3;
    if (line.discountMinor > 0) drawDiscount(flow, row, line, content, words);
    flow.y += 5;
  }
  table.end();
  flow.rule(flow.y);
}

type Row = (type: "TD", name: Line[], cells: readonly Cell[], size: number) => void;

function drawDiscount(flow: Flow, row: Row, line: InvoiceLine, content: InvoiceContent, words: Words): void {
  const text = line.discountReason
    ? words("invoices.paper_discount_for", { reason: line.discountReason })
    : words("invoices.paper_discount");
  const name = wrap(flow.paper, { text, size: 9, color: INK_SOFT }, NAME_WIDTH);
  flow.makeRoom(heightOf(name));
  row("TD", name, [{ text: formatSum(content, -line.discountMinor, words, { bare: true }), right: RIGHT }], 9.5);
}

function listCells(line: InvoiceLine, content: InvoiceContent, words: Words, isTaxed: boolean): Cell[] {
  const number = new Intl.NumberFormat(words.locale);
  const isOutside = line.taxCategory === "outside";
  return [
    { text: number.format(line.quantity), right: QUANTITY_RIGHT },
    ...(isTaxed ? [{ text: isOutside ? "–" : formatRate(line.taxRatePpm, words), right: RATE_RIGHT }] : []),
    { text: formatSum(content, line.grossOfDiscountMinor, words, { bare: true }), right: RIGHT },
  ];
}

function listNameLines(line: InvoiceLine, { currency: _ }: InvoiceContent, words: Words): Line[] {
  const soft = (text: string): Line => ({ text, size: 9, color: INK_SOFT });
  const { servedFrom, servedTo, renewalDays } = line;
  return [
    { text: line.name, size: 10.5, weight: 600 },
    ...(line.kind === "renewal" ? [soft(words("invoices.paper_renewal", { days: renewalDays ?? 0 }))] : []),
    ...(line.kind === "move" ? [soft(words("invoices.paper_move"))] : []),
    ...line.details.map(soft),
    ...(servedFrom ? [soft(formatDays(servedFrom, servedTo || servedFrom, words))] : []),
  ];
}

function cut<Each>(all: readonly Each[], portion: number): Each[][] {
  return Array.from({ length: Math.max(1, Math.ceil(all.length / portion)) }, (_, at) =>
    all.slice(at * portion, (at + 1) * portion),
  );
}

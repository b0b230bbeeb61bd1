import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import type { Words } from "#messages/message.ts";
import { drawLines, type Flow, heightOf, INK_SOFT, PAGE, RIGHT } from "./paper-flow.ts";
import { draw, type Line, wrap } from "./paper-text.ts";
import { formatDay, formatPaperTitle, listAddressLines } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

const GREEN = "#1f5b45";
const LOGO = { width: 150, height: 52 };
/** The window of an envelope (DIN 5008 B and the Swiss one at the left). */
const WINDOW_TOP = 138;
const ADDRESS_WIDTH = 240;
const FACTS_LEFT = 340;
const LABEL_WIDTH = 96;

/** Who sells to whom, which paper it is, and its facts. */
export function drawHead(flow: Flow, paper: InvoicePaper): void {
  const { content, words } = paper;
  drawSeller(flow, paper);
  flow.y = Math.max(flow.y + 12, WINDOW_TOP);
  const top = flow.y;
  const afterAddress = drawBuyer(flow, content, words);
  const afterFacts = drawFacts(flow, listFacts(content, words), top);
  flow.y = Math.max(afterAddress, afterFacts) + 26;
  flow.paragraph({ text: formatPaperTitle(content, words), size: 20, weight: 600 }, { type: "H1", gap: 10 });
  if (content.corrects) {
    const { code, issuedOn } = content.corrects;
    const text = words("invoices.paper_corrects", { number: code, date: formatDay(issuedOn, words) });
    flow.paragraph({ text, size: 10, color: INK_SOFT }, { gap: 8 });
  }
}

function drawSeller(flow: Flow, { content, look, words }: InvoicePaper): void {
  const { paper } = flow;
  const { seller, buyer } = content;
  const { logo } = look;
  const color = look.accentColor ?? GREEN;
  if (logo) {
    flow.tagged("Figure", () => void paper.image(logo, PAGE.left, flow.y, { fit: [LOGO.width, LOGO.height] }), {
      alt: seller.name,
    });
  }
  const left = logo ? FACTS_LEFT : PAGE.left;
  const name = wrap(paper, { text: seller.name, size: 13, weight: 600, color }, RIGHT - left);
  const address = listAddressLines({ ...seller, contactName: "" }, words, buyer)
    .slice(1)
    .flatMap((text) => wrap(paper, { text, size: 9, color: INK_SOFT }, RIGHT - left));
  const lines = [...name, ...address];
  flow.tagged("P", () => drawLines(paper, lines, left, flow.y));
  flow.y += Math.max(heightOf(lines), logo ? LOGO.height : 0);
}

function drawBuyer(flow: Flow, { buyer, seller }: InvoiceContent, words: Words): number {
  const lines = listAddressLines(buyer, words, seller).flatMap((text) =>
    wrap(flow.paper, { text, size: 10.5 }, ADDRESS_WIDTH),
  );
  flow.tagged("P", () => drawLines(flow.paper, lines, PAGE.left, flow.y));
  return flow.y + heightOf(lines);
}

/** Label and value, a line each; a long value goes on under itself. */
export function drawFacts(flow: Flow, facts: readonly [string, string][], top: number, left = FACTS_LEFT): number {
  let y = top;
  for (const [label, value] of facts) {
    const lines: Line[] = wrap(flow.paper, { text: value, size: 9.5 }, RIGHT - left - LABEL_WIDTH);
    flow.tagged("P", () => {
      draw(flow.paper, { text: label, size: 9.5, color: INK_SOFT }, { left, y });
      drawLines(flow.paper, lines, left + LABEL_WIDTH, y);
    });
    y += Math.max(heightOf(lines), 9.5 * 1.38) + 1.5;
  }
  return y;
}

function listFacts(content: InvoiceContent, words: Words): [string, string][] {
  const { code, issuedOn, dueOn, orderCode, buyerReference, buyer } = content;
  const facts: [string, string][] = [
    [words("invoices.paper_number"), code],
    [words("invoices.paper_date"), formatDay(issuedOn, words)],
    [words("invoices.paper_due"), dueOn && formatDay(dueOn, words)],
    [words("invoices.paper_order"), orderCode],
    [words("invoices.paper_reference"), buyerReference],
    [words("invoices.paper_buyer_vat_id"), buyer.vatId],
  ];
  return facts.filter(([, value]) => value !== "");
}

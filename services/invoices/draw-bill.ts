import encodeQr from "qr";
import { getAskedMinor, listAskedParts } from "#domain/invoices/get-asked-minor.ts";
import type { InvoiceContent } from "#domain/invoices/invoice-content.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import type { Words } from "#messages/message.ts";
import { drawFacts } from "./draw-head.ts";
import { namePart } from "./name-parts.ts";
import { type Flow, PAGE } from "./paper-flow.ts";
import type { Paper } from "./paper-text.ts";
import { formatDay, formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

/** 46 mm, as the Swiss bill wants it. */
const QR_POINTS = 130.4;
const CROSS_POINTS = 19.8;

/** How what is due is paid by transfer, with the code for the app of a bank where there is one. */
export function drawBill(flow: Flow, { content, words, billCode }: InvoicePaper): void {
  const { payment, dueMinor, dueOn } = content;
  const askedMinor = getAskedMinor(content);
  const isAsked = content.kind === "invoice" || content.kind === "proforma";
  if (!isAsked || dueMinor <= 0 || payment.iban === "") return;
  flow.y += 10;
  flow.makeRoom(QR_POINTS + 40);
  flow.paragraph({ text: words("invoices.paper_pay_by_transfer"), size: 11.5, weight: 600 }, { type: "H2", gap: 6 });
  const top = flow.y;
  // Before its buyer has chosen to pay by transfer there is no reference: the statement finds the order by its code as well.
  const facts: [string, string][] = [
    [words("invoices.paper_account_holder"), payment.holder],
    [words("invoices.paper_iban"), formatInGroups(payment.iban)],
    [
      words("invoices.paper_payment_reference"),
      payment.reference ? formatInGroups(payment.reference) : content.orderCode,
    ],
    [words("invoices.paper_for"), nameAsked(content, words)],
    [words("invoices.paper_amount"), formatSum(content, askedMinor, words)],
    [words("invoices.paper_due"), dueOn && formatDay(dueOn, words)],
  ];
  const left = billCode ? PAGE.left + QR_POINTS + 24 : PAGE.left;
  const after = drawFacts(
    flow,
    facts.filter(([, value]) => value !== ""),
    top,
    left,
  );
  if (billCode) {
    const alt = words(billCode.kind === "swiss" ? "invoices.paper_swiss_code_alt" : "invoices.paper_epc_code_alt");
    flow.tagged("Figure", () => drawCode(flow.paper, billCode, PAGE.left, top), { alt });
  }
  flow.y = Math.max(after, billCode ? top + QR_POINTS : top) + 12;
  if (askedMinor < dueMinor) flow.paragraph({ text: words("invoices.paper_later_parts"), size: 9.5 }, { gap: 4 });
}

/** Which parts of a price the amount is for; empty where it is all that is due. */
function nameAsked({ parts = [], dueOn }: InvoiceContent, words: Words): string {
  const names = listAskedParts({ parts, dueOn }).map(({ number }) => namePart(number, parts.length, words));
  return new Intl.ListFormat(words.locale, { type: "conjunction" }).format(names);
}

/** One path of all dark squares, which no viewer draws with seams between them. */
function drawCode(
  paper: Paper,
  { kind, text }: NonNullable<InvoicePaper["billCode"]>,
  left: number,
  top: number,
): void {
  const framed = encodeQr(text, "raw", { ecc: "medium", border: 1 });
  const rows = framed.slice(1, -1).map((cells) => cells.slice(1, -1));
  const side = QR_POINTS / rows.length;
  paper.fillColor("#000000");
  for (const [row, cells] of rows.entries()) {
    for (const [column, isDark] of cells.entries()) {
      if (isDark) paper.rect(left + column * side, top + row * side, side, side);
    }
  }
  paper.fill();
  if (kind === "swiss") drawCross(paper, left + (QR_POINTS - CROSS_POINTS) / 2, top + (QR_POINTS - CROSS_POINTS) / 2);
}

/** The Swiss cross in the middle, 7 mm wide: white on black, with a white edge around it. */
function drawCross(paper: Paper, left: number, top: number): void {
  const unit = CROSS_POINTS / 19;
  paper.rect(left, top, CROSS_POINTS, CROSS_POINTS).fill("#ffffff");
  paper.rect(left + unit, top + unit, unit * 17, unit * 17).fill("#000000");
  paper.rect(left + unit * 8, top + unit * 4, unit * 3.4, unit * 11).fill("#ffffff");
  paper.rect(left + unit * 4.2, top + unit * 7.8, unit * 11, unit * 3.4).fill("#ffffff");
}

import type { InvoiceContent, InvoiceTax } from "#domain/invoices/invoice-content.ts";
import { getAskedMinor } from "#domain/invoices/get-asked-minor.ts";
import type { Words } from "#messages/message.ts";
import { drawBill } from "./draw-bill.ts";
import { drawPlan } from "./draw-plan.ts";
import { drawTable } from "./draw-table.ts";
import { type Flow, INK_SOFT, PAGE, RIGHT, WIDTH } from "./paper-flow.ts";
import { draw, type Paper, wrap } from "./paper-text.ts";
import { formatDay, formatRate, formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

const SUMS_LEFT = 300;
const SUM_HEIGHT = 15.5;

/** What was sold, what it comes to, what is said of it, and how it is paid. */
export function drawParts(flow: Flow, paper: InvoicePaper): void {
  drawTable(flow, paper);
  drawSums(flow, paper);
  drawPlan(flow, paper);
  drawNotes(flow, paper);
  drawBill(flow, paper);
  if (paper.content.kind === "order_form") drawSignature(flow, paper.words);
}

type Sum = { label: string; minor: number; isStrong?: boolean };

const isTaxed = ({ taxes }: InvoiceContent): boolean => taxes.some(({ taxCategory }) => taxCategory !== "outside");

function listSums(content: InvoiceContent, words: Words): Sum[] {
  const { netMinor, totalMinor, paidMinor, dueMinor, dueOn, kind } = content;
  const isAsked = kind === "invoice" || kind === "receipt";
  const askedMinor = getAskedMinor(content);
  return [
    ...(isTaxed(content) ? [{ label: words("invoices.paper_net"), minor: netMinor }] : []),
    ...(isTaxed(content) ? content.taxes.map((tax) => toTaxSum(content, tax, words)) : []),
    {
      label: words(kind === "credit_note" ? "invoices.paper_credited" : "invoices.paper_total"),
      minor: totalMinor,
      isStrong: true,
    },
    ...(isAsked && paidMinor > 0 ? [{ label: words("invoices.paper_paid"), minor: -paidMinor }] : []),
    ...(isAsked ? [{ label: words("invoices.paper_to_pay"), minor: dueMinor, isStrong: dueMinor > 0 }] : []),
    ...(askedMinor < dueMinor && dueOn
      ? [
          {
            label: words("invoices.paper_due_by", { date: formatDay(dueOn, words) }),
            minor: askedMinor,
            isStrong: true,
          },
        ]
      : []),
  ];
}

function toTaxSum(
  content: InvoiceContent,
  { taxRatePpm, taxCategory, netMinor, taxMinor }: InvoiceTax,
  words: Words,
): Sum {
  const net = formatSum(content, netMinor, words);
  const label =
    taxCategory === "reverse_charge"
      ? words("invoices.paper_reverse_charge_on", { net })
      : words("invoices.paper_tax_on", { rate: formatRate(taxRatePpm, words), net });
  return { label, minor: taxMinor };
}

function drawSums(flow: Flow, { content, words }: InvoicePaper): void {
  const sums = listSums(content, words);
  flow.y += 8;
  flow.makeRoom(sums.length * SUM_HEIGHT + 8);
  for (const { label, minor, isStrong = false } of sums) {
    const look = { size: isStrong ? 11.5 : 9.5, ...(isStrong ? { weight: 600 as const } : {}) };
    const value = { text: formatSum(content, minor, words), ...look };
    const lines = wrap(flow.paper, { text: label, ...look, size: look.size }, RIGHT - SUMS_LEFT - 100);
    flow.makeRoom(lines.length * SUM_HEIGHT);
    flow.tagged("P", () => {
      for (const [at, line] of lines.entries()) draw(flow.paper, line, { left: SUMS_LEFT, y: flow.y + at * 12 });
      draw(flow.paper, value, { right: RIGHT, y: flow.y });
    });
    flow.y += SUM_HEIGHT + (lines.length - 1) * 12;
  }
  flow.y += 14;
}

function drawNotes(flow: Flow, { content, words }: InvoicePaper): void {
  const reasons = content.taxes
    .filter(({ taxCategory }) => taxCategory !== "standard")
    .map(({ taxCategory, exemptionReason }) =>
      taxCategory === "reverse_charge" && exemptionReason === ""
        ? words("invoices.paper_reverse_charge")
        : exemptionReason,
    );
  const means = {
    transfer: "invoices.paper_paid_by_transfer",
    card: "invoices.paper_paid_by_card",
    other: "invoices.paper_paid_in_full",
  } as const;
  const isSettled = (content.kind === "invoice" || content.kind === "receipt") && content.dueMinor === 0;
  const notes = [
    ...new Set(reasons.filter((reason) => reason !== "")),
    ...(isSettled ? [words(means[content.payment.means])] : []),
    ...(content.keptCard && !isSettled ? [words("invoices.paper_kept_card", { last4: content.keptCard })] : []),
    ...(content.kind === "proforma" ? [words("invoices.paper_proforma_note")] : []),
    ...content.notes,
  ];
  for (const text of notes) flow.paragraph({ text, size: 9.5 }, { gap: 4 });
}

function drawSignature(flow: Flow, words: Words): void {
  flow.makeRoom(120);
  flow.paragraph({ text: words("invoices.paper_we_order"), size: 10 }, { gap: 48 });
  const middle = PAGE.left + WIDTH / 2;
  flow.rule(flow.y, { right: middle - 20, color: INK_SOFT });
  flow.rule(flow.y, { left: middle, color: INK_SOFT });
  flow.y += 4;
  flow.tagged("P", () =>
    draw(
      flow.paper,
      { text: words("invoices.paper_place_date"), size: 8.5, color: INK_SOFT },
      { left: PAGE.left, y: flow.y },
    ),
  );
  flow.tagged("P", () =>
    draw(
      flow.paper,
      { text: words("invoices.paper_signature"), size: 8.5, color: INK_SOFT },
      { left: middle, y: flow.y },
    ),
  );
  flow.y += 20;
}

/** At the foot of each page stand the seller's numbers, how to reach them, and which page it is. */
export function drawFeet(paper: Paper, { content: { seller }, words }: InvoicePaper): void {
  const facts = [
    seller.name,
    seller.vatId && words("invoices.paper_vat_id", { number: seller.vatId }),
    seller.taxNumber && words("invoices.paper_tax_number", { number: seller.taxNumber }),
    seller.registerNumber,
    seller.contactName,
    seller.phone,
    seller.email,
  ].filter((fact) => fact !== "");
  const { start, count } = paper.bufferedPageRange();
  const look = { size: 8, color: INK_SOFT };
  const lines = wrap(paper, { text: facts.join(" · "), ...look }, WIDTH - 70).slice(0, 3);
  for (let page = 0; page < count; page += 1) {
    paper.switchToPage(start + page);
    paper.markContent("Artifact", { type: "Pagination" } as never);
    const top = PAGE.height - PAGE.bottom + 26;
    for (const [at, line] of lines.entries()) draw(paper, line, { left: PAGE.left, y: top + at * 11 });
    const text = words("invoices.paper_page", { page: page + 1, count });
    draw(paper, { text, ...look }, { right: RIGHT, y: top });
    paper.endMarkedContent();
  }
}

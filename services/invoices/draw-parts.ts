import type { InvoiceContent, InvoiceTax } from "#domain/invoices/invoice-content.ts";
import { getAskedMinor } from "#domain/invoices/get-asked-minor.ts";
import type { PlainKey, Words } from "#messages/message.ts";
import { drawBill } from "./draw-bill.ts";
import { drawPlan } from "./draw-plan.ts";
import { drawStatement } from "./draw-statement.ts";
import { drawSumRows, type Sum } from "./draw-sum-rows.ts";
import { drawTable } from "./draw-table.ts";
import { type Flow, INK_SOFT, PAGE, RIGHT, WIDTH } from "./paper-flow.ts";
import { draw, type Paper, wrap } from "./paper-text.ts";
import { formatDay, formatRate, formatSum } from "./paper-words.ts";
import type { InvoicePaper } from "./invoice-paper.ts";

/** What was sold, what it comes to, what is said of it, and how it is paid. */
export function drawParts(flow: Flow, paper: InvoicePaper): void {
  if (paper.content.statement) {
    drawStatement(flow, paper);
    return;
  }
  drawTable(flow, paper);
  drawSums(flow, paper);
  drawPlan(flow, paper);
  drawNotes(flow, paper);
  drawBill(flow, paper);
  if (paper.content.kind === "order_form") drawSignature(flow, paper.words);
}

const isTaxed = ({ taxes }: InvoiceContent): boolean => taxes.some(({ taxCategory }) => taxCategory !== "outside");

const TOTAL_WORDS: Partial<Record<InvoiceContent["kind"], PlainKey>> = {
  credit_note: "invoices.paper_credited",
  payment_receipt: "invoices.paper_received",
};

/** What nobody has paid of the price yet. */
const getStillOpenMinor = ({ parts = [] }: InvoiceContent): number =>
  parts.reduce((sum, { amountMinor, paidMinor }) => sum + amountMinor - paidMinor, 0);

/** A payment may have brought more than what it has paid. */
const hasExcess = ({ kind, receivedMinor = 0, totalMinor }: InvoiceContent): boolean =>
  kind === "payment_receipt" && receivedMinor > totalMinor;

function listSums(content: InvoiceContent, words: Words): Sum[] {
  const { netMinor, totalMinor, paidMinor, dueMinor, dueOn, kind } = content;
  const isAsked = kind === "invoice";
  const askedMinor = getAskedMinor(content);
  return [
    ...(isTaxed(content) ? [{ label: words("invoices.paper_net"), minor: netMinor }] : []),
    ...(isTaxed(content) ? content.taxes.map((tax) => toTaxSum(content, tax, words)) : []),
    {
      label: words((hasExcess(content) ? undefined : TOTAL_WORDS[kind]) ?? "invoices.paper_total"),
      minor: totalMinor,
      isStrong: true,
    },
    ...(hasExcess(content)
      ? [{ label: words("invoices.paper_received"), minor: content.receivedMinor ?? 0, isStrong: true }]
      : []),
    ...(isAsked && paidMinor > 0 ? [{ label: words("invoices.paper_paid"), minor: -paidMinor }] : []),
    ...(isAsked ? [{ label: words("invoices.paper_to_pay"), minor: dueMinor, isStrong: dueMinor > 0 }] : []),
    ...(kind === "receipt" ? listReceived(content, words) : []),
    ...((kind === "payment_receipt" || kind === "receipt") && getStillOpenMinor(content) > 0
      ? [{ label: words("invoices.paper_still_open"), minor: getStillOpenMinor(content) }]
      : []),
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

/** What came and what became of it: a receipt asks for nothing. */
function listReceived(content: InvoiceContent, words: Words): Sum[] {
  const { paidMinor, receivedMinor = paidMinor, returnedMinor = 0, takenMinor = 0, owedMinor = 0 } = content;
  const rows: [PlainKey, number][] = [
    ["invoices.statement_returned", -returnedMinor],
    ["invoices.statement_dispute", -takenMinor],
    ["invoices.statement_under_way_sum", -(content.underWayMinor ?? 0)],
    ["invoices.statement_to_send", owedMinor],
  ];
  return [
    { label: words("invoices.paper_received"), minor: receivedMinor, isStrong: true },
    ...rows.filter(([, minor]) => minor !== 0).map(([label, minor]): Sum => ({ label: words(label), minor })),
  ];
}

function toTaxSum(
  content: InvoiceContent,
  { taxRatePpm, taxCategory, netMinor, taxMinor }: InvoiceTax,
  words: Words,
): Sum {
  const net = formatSum(content, netMinor, words);
  if (taxCategory === "outside") return { label: words("invoices.paper_outside_on", { net }), minor: taxMinor };
  const label =
    taxCategory === "reverse_charge"
      ? words("invoices.paper_reverse_charge_on", { net })
      : words("invoices.paper_tax_on", { rate: formatRate(taxRatePpm, words), net });
  return { label, minor: taxMinor };
}

function drawSums(flow: Flow, paper: InvoicePaper): void {
  drawSumRows(flow, paper, listSums(paper.content, paper.words));
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
    credit: "invoices.paper_paid_by_credit",
    other: "invoices.paper_paid_in_full",
  } as const;
  const isSettled = (content.kind === "invoice" || content.kind === "receipt") && content.dueMinor === 0;
  const notes = [
    ...new Set(reasons.filter((reason) => reason !== "")),
    ...(isSettled ? [words(means[content.payment.means])] : []),
    ...(content.keptCard && !isSettled ? [words("invoices.paper_kept_card", { last4: content.keptCard })] : []),
    ...(content.kind === "payment_receipt" ? listReceiptNotes(content, words) : []),
    ...(content.kind === "proforma" ? [words("invoices.paper_proforma_note")] : []),
    ...content.notes,
  ];
  for (const text of notes) flow.paragraph({ text, size: 9.5 }, { gap: 4 });
}

const BY_MEANS = {
  transfer: "invoices.paper_by_transfer",
  card: "invoices.paper_by_card",
  credit: "invoices.paper_by_credit",
  other: "invoices.paper_by_other",
} as const;

/** How and when the payment came, what of it went back, and what such a receipt is not. */
function listReceiptNotes(content: InvoiceContent, words: Words): string[] {
  const { payment, issuedOn, returnedMinor = 0, owedMinor = 0, aheadMinor = 0 } = content;
  const parts = [
    ["invoices.paper_payment_returned", returnedMinor],
    ["invoices.paper_receipt_owed", owedMinor],
    ["invoices.paper_receipt_ahead", aheadMinor],
  ] as const;
  return [
    words(BY_MEANS[payment.means], { date: formatDay(issuedOn, words) }),
    ...parts
      .filter(([, minor]) => minor > 0)
      .map(([key, minor]) => words(key, { amount: formatSum(content, minor, words) })),
    words("invoices.paper_receipt_note"),
  ];
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

import type { PaymentStatement, StatementAsked, StatementEntry } from "#domain/invoices/statement-content.ts";
import type { PlainKey, Words } from "#messages/message.ts";
import { type Cells, drawRows } from "./draw-rows.ts";
import { drawSumRows, type Sum } from "./draw-sum-rows.ts";
import type { InvoicePaper } from "./invoice-paper.ts";
import { namePart } from "./name-parts.ts";
import type { Flow } from "./paper-flow.ts";
import { formatDay, formatSum } from "./paper-words.ts";

/** What was asked for by an order, what came and went, what that comes to, and what the paper is not. */
export function drawStatement(flow: Flow, paper: InvoicePaper): void {
  const { content, words } = paper;
  const { statement } = content;
  if (!statement) return;
  const sold = content.lines.map(({ name, details }) => [name, ...details].join(" · "));
  for (const text of sold) flow.paragraph({ text, size: 10.5 }, { gap: 4 });
  if (statement.invoiceCode) {
    const text = words("invoices.statement_invoice", { number: statement.invoiceCode });
    flow.paragraph({ text, size: 10.5 }, { gap: 4 });
  }
  flow.y += 8;
  const headOf = (day: PlainKey): Cells => [
    words("invoices.paper_what"),
    words(day),
    words("invoices.paper_amount"),
    words("invoices.paper_part_state"),
  ];
  const amount = (minor: number) => formatSum(content, minor, words);
  const asked = statement.asked.map(
    (each): Cells => [
      nameAsked(each, statement, words),
      each.dueOn ? formatDay(each.dueOn, words) : "–",
      amount(each.amountMinor),
      describeAsked(each, words),
    ],
  );
  drawRows(flow, words("invoices.statement_asked"), headOf("invoices.paper_due"), asked);
  const entries = statement.entries.map(
    (each): Cells => [
      words(nameEntry(each)),
      formatDay(each.on, words),
      amount(each.amountMinor),
      words(`invoices.statement_${each.state}`),
    ],
  );
  drawRows(flow, words("invoices.statement_moved"), headOf("invoices.statement_day"), entries);
  drawSumRows(flow, paper, listSums(statement, words));
  for (const text of listNotes(statement, content.issuedOn, words)) flow.paragraph({ text, size: 9.5 }, { gap: 4 });
}

function nameAsked({ kind, number }: StatementAsked, { partCount }: PaymentStatement, words: Words): string {
  if (kind === "price") return words("invoices.statement_price");
  if (kind === "fee") return words("invoices.paper_reminder_fee", { number });
  return kind === "part" ? namePart(number, partCount, words) : words("instalments.cancellation_fee");
}

function describeAsked({ state, paidOn }: StatementAsked, words: Words): string {
  if (state === "cancelled") return words("invoices.statement_not_asked");
  if (state === "due") return words("invoices.paper_part_open");
  return words("invoices.paper_part_paid", { date: formatDay(paidOn, words) });
}

function nameEntry({ kind, means }: StatementEntry): PlainKey {
  if (kind === "payment" || kind === "refund") {
    return `invoices.statement_${kind}_${means === "transfer" ? "transfer" : "card"}`;
  }
  return `invoices.statement_${kind}`;
}

/** Every amount that came went back, is on its way, or is here; and of what is here it is said what is the buyer's still, and why the rest is not. */
function listSums(statement: PaymentStatement, words: Words): Sum[] {
  const { receivedMinor, returnedMinor, underWayMinor, cancellationFeeMinor, reminderFeesMinor } = statement;
  const rows: [PlainKey, number][] = [
    ["invoices.statement_returned", -returnedMinor],
    ["invoices.statement_under_way_sum", -underWayMinor],
  ];
  const hereMinor = receivedMinor - returnedMinor - underWayMinor;
  const why: [PlainKey, number][] = [
    ["invoices.statement_owed", statement.owedMinor],
    ["invoices.statement_cancellation_fee", cancellationFeeMinor],
    ["invoices.statement_reminder_fees", reminderFeesMinor],
    ["invoices.statement_open", statement.openMinor],
  ];
  const toSums = (all: [PlainKey, number][]) =>
    all.filter(([, minor]) => minor !== 0).map(([label, minor]): Sum => ({ label: words(label), minor }));
  return [
    { label: words("invoices.statement_received"), minor: receivedMinor },
    ...toSums(rows),
    { label: words("invoices.statement_kept"), minor: hereMinor, isStrong: true },
    ...toSums(why),
  ];
}

function listNotes({ ended, endedOn }: PaymentStatement, issuedOn: string, words: Words): string[] {
  const note = words("invoices.statement_note", { date: formatDay(issuedOn, words) });
  if (ended === "") return [note];
  if (ended === "expired") return [words("invoices.statement_expired"), note];
  return [words(`invoices.statement_${ended}`, { date: endedOn && formatDay(endedOn, words) }), note];
}

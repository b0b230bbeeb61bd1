import { audit } from "../audit.ts";
import { computeInstalmentSums } from "../instalments/instalment-sums.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { transition } from "../kernel/transitions.ts";
import { buildInvoiceContent, getPayment } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import { computeCredit } from "./compute-credit.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import type { InvoiceContent } from "./invoice-content.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import { loadOrderFacts, type OrderFacts } from "./load-order-facts.ts";
import { invoiceMachine } from "./machine.ts";

/**
 * The step of the paper for what the school keeps of a plan that was cancelled midway: an invoice of so much of its lines, paid, or open as
 * long as a part of it is asked for. One that asks for something else, or for a fee that was waived, is cancelled and issued anew. An order
 * whose whole price was paid has its invoice already, of which credit notes take back what goes back.
 */
export async function issueKeptInvoice(ctx: StepCtx, orderId: string): Promise<void> {
  const parts = await loadInstalments(ctx.tx, orderId);
  if (parts.length === 0) return;
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (live?.state === "paid") return;
  const facts = await loadOrderFacts(ctx.tx, orderId);
  if (facts?.order.state !== "cancelled") return;
  const fee = parts.find(({ kind, state }) => kind === "cancellation_fee" && state === "due");
  const owedMinor = fee?.amountMinor ?? 0;
  const remindedMinor = computeInstalmentSums(parts, ctx.now)?.feesMinor ?? 0;
  const keptMinor = Math.max(0, facts.order.keptMinor - remindedMinor);
  const totalMinor = Math.min(keptMinor + owedMinor, facts.order.totalMinor);
  if (live && live.totalMinor === totalMinor) {
    if (!fee) await transition(ctx, invoiceMachine, live.id, "paid", { set: { paidAt: ctx.now } });
    return;
  }
  if (live) await cancelInvoice(ctx, live, { issuedBy: null, why: "the order is cancelled" });
  if (totalMinor < 1 || !canIssueInvoices(facts.settings)) return;
  const issued = await insertInvoice(ctx, {
    order: facts.order,
    content: { ...describeKept(ctx, facts, { totalMinor, owedMinor, dueOn: fee?.dueOn ?? "" }), kind: "invoice" },
    ...{ state: fee ? "open" : "paid", series: facts.settings.invoiceSeries, issuedBy: null },
    paidAt: fee ? null : ctx.now,
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
}

type Kept = { totalMinor: number; owedMinor: number; dueOn: string };

/** Each line in proportion, with its tax, as a credit note would take it back. */
function describeKept(ctx: StepCtx, facts: OrderFacts, { totalMinor, owedMinor, dueOn }: Kept): InvoiceContent {
  const issuedOn = formatLocalDay(ctx.now, facts.settings.timezone);
  const paidMinor = Math.max(0, totalMinor - owedMinor);
  const bank = ctx.rules.bank ?? null;
  const whole = buildInvoiceContent(facts, { kind: "invoice", issuedOn, dueOn, paidMinor, bank });
  const kept = computeCredit(whole, [], totalMinor);
  // It is no course that was taught: what it says is the fee that the terms name. Its tax is that of what was cancelled.
  const lines = kept.lines.map(({ isReduction: _, ofLine: __, ...line }) => ({
    ...line,
    kind: "cancellation_fee" as const,
    servedFrom: "",
    servedTo: "",
  }));
  // What is open of the fee, and not of the price, is asked for.
  const openMinor = totalMinor - paidMinor;
  return { ...whole, ...kept, lines, dueMinor: openMinor, payment: getPayment(facts, { bank, openMinor }) };
}

import type { orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { transition } from "../kernel/transitions.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { issueCreditNote } from "./issue-credit-note.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import { loadOrderFacts, type OrderFacts } from "./load-order-facts.ts";
import { loadPlan } from "./load-plan.ts";
import { type Invoice, invoiceMachine } from "./machine.ts";

export type InvoicingFacts = { live: Invoice | undefined; facts: OrderFacts | undefined };

type Order = Pick<typeof orders.$inferSelect, "id" | "code" | "totalMinor">;

/** What the step below reads, for whoever asks for more at the same time. */
export async function loadInvoicingFacts(ctx: StepCtx, orderId: string): Promise<InvoicingFacts> {
  const [live, facts] = await Promise.all([findLiveInvoice(ctx.tx, orderId), loadOrderFacts(ctx.tx, orderId)]);
  return { live, facts };
}

/**
 * The step of issuing the invoice of an order that has just been paid; one that was sent before is paid now. What costs nothing has none,
 * and neither has what is sold before the school has said its address: the office can issue it afterwards.
 */
export function issueOnPayment(ctx: StepCtx, order: Order, known?: InvoicingFacts): Promise<void> {
  return issuePaid(ctx, order, known);
}

/** The same of an order that is paid in parts, once nothing of it is due any more: paid, taken off or waived. Its invoice names the parts. */
export async function issueAfterLastPart(ctx: StepCtx, order: Order): Promise<void> {
  const parts = await loadInstalments(ctx.tx, order.id);
  if (parts.every(({ state }) => state !== "due")) await issuePaid(ctx, order, undefined, { isInParts: true });
}

async function issuePaid(
  ctx: StepCtx,
  order: Order,
  known: InvoicingFacts | undefined,
  { isInParts = false } = {},
): Promise<void> {
  if (order.totalMinor === 0) return;
  const { live, facts } = known ?? (await loadInvoicingFacts(ctx, order.id));
  if (live) {
    if (live.state !== "open") return;
    await transition(ctx, invoiceMachine, live.id, "paid", { set: { paidAt: ctx.now } });
    // What went back while it was open is credited with it.
    await issueCreditNote(ctx, order.id);
    return;
  }
  if (!facts || !canIssueInvoices(facts.settings)) return;
  const { timezone } = facts.settings;
  const plan = isInParts ? await loadPlan(ctx.tx, facts.order, { now: ctx.now, timezone, dueOn: "" }) : undefined;
  const content = buildInvoiceContent(facts, {
    ...{ kind: "invoice", issuedOn: formatLocalDay(ctx.now, timezone), dueOn: "" },
    ...{ paidMinor: facts.order.totalMinor, plan, bank: ctx.rules.bank ?? null },
  });
  const issued = await insertInvoice(ctx, {
    ...{ order, content: { ...content, kind: "invoice" }, state: "paid", series: facts.settings.invoiceSeries },
    ...{ issuedBy: null, paidAt: ctx.now },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
}

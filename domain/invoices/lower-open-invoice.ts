import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { loadOrderFacts } from "./load-order-facts.ts";

/**
 * The step of asking for less by an invoice that is not paid yet, because the order has become cheaper: it is cancelled, and one over what the
 * order costs now takes its place, due on the same day. One that is paid has credit notes for what goes back.
 */
export async function lowerOpenInvoice(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (live?.state !== "open") return;
  const facts = await loadOrderFacts(ctx.tx, orderId);
  if (!facts) return;
  await cancelInvoice(ctx, live, { issuedBy: null, why });
  const { dueOn, paidMinor } = live.content;
  const issuedOn = formatLocalDay(ctx.now, facts.settings.timezone);
  const content = buildInvoiceContent(facts, {
    ...{ kind: "invoice", issuedOn, dueOn, paidMinor, bank: ctx.rules.bank ?? null },
  });
  const issued = await insertInvoice(ctx, {
    ...{ order: facts.order, content: { ...content, kind: "invoice" }, state: "open" },
    ...{ series: facts.settings.invoiceSeries, issuedBy: null, paidAt: null },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
}

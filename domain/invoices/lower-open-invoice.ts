import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { loadOrderFacts } from "./load-order-facts.ts";
import { loadPlan } from "./load-plan.ts";

/**
 * The step of asking for less by an invoice that is not paid yet, because the order has become cheaper: it is cancelled, and one over what the
 * order costs now takes its place, due on the same day, and of a plan with its next part. One that is paid has credit notes for what goes back.
 */
export async function lowerOpenInvoice(ctx: StepCtx, orderId: string, why: string): Promise<void> {
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (live?.state !== "open") return;
  const facts = await loadOrderFacts(ctx.tx, orderId);
  if (!facts) return;
  await cancelInvoice(ctx, live, { issuedBy: null, why });
  const { timezone } = facts.settings;
  const plan = await loadPlan(ctx.tx, facts.order, { now: ctx.now, timezone, dueOn: live.content.dueOn });
  const dueOn = plan?.dueOn || live.content.dueOn;
  const paidMinor = plan?.paidMinor ?? live.content.paidMinor;
  const content = buildInvoiceContent(facts, {
    ...{ kind: "invoice", issuedOn: formatLocalDay(ctx.now, timezone), dueOn, paidMinor, plan },
    bank: ctx.rules.bank ?? null,
  });
  const issued = await insertInvoice(ctx, {
    ...{ order: facts.order, content: { ...content, kind: "invoice" }, state: "open" },
    ...{ series: facts.settings.invoiceSeries, issuedBy: null, paidAt: null },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
}

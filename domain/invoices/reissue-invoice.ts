import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { buildInvoiceContent, getBuyer, getSeller } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import type { Billing } from "./inputs.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import type { InvoiceContent, InvoiceLine } from "./invoice-content.ts";
import { loadOrderFacts } from "./load-order-facts.ts";
import { loadPlan, type Plan } from "./load-plan.ts";
import type { Invoice } from "./machine.ts";

/**
 * The step of cancelling an invoice and issuing another one to the buyer as they are named now: what was sold, and what was paid of it,
 * stays; what is still to be paid follows its order. Whoever calls it has seen that nothing of it was credited and that the school has an address.
 */
export async function reissueInvoice(
  ctx: StepCtx,
  before: Invoice,
  { billing, issuedBy }: { billing: Billing; issuedBy: string },
): Promise<{ cancellation: Invoice; invoice: Invoice }> {
  const cancellation = await cancelInvoice(ctx, before, { issuedBy, why: "corrected" });
  const facts = await loadOrderFacts(ctx.tx, before.orderId);
  if (!facts) throw new Error(`invoice ${before.code} has no order`);
  const { settings } = facts;
  const issuedOn = formatLocalDay(ctx.now, settings.timezone);
  // What is still to be paid asks for what the order costs now; what is paid was sold as it stands.
  const isEnded = facts.order.state === "cancelled";
  const plan = isEnded ? undefined : await loadPlan(ctx.tx, facts.order, getPlanAt(ctx, before, settings));
  const paidMinor = plan?.paidMinor ?? before.content.paidMinor;
  const dueOn = plan?.dueOn || before.content.dueOn;
  const bank = ctx.rules.bank ?? null;
  const now = buildInvoiceContent(facts, { kind: "invoice", issuedOn, dueOn, paidMinor, plan, bank });
  const sold = sayAgain(before, now, { isEnded, plan });
  const invoice = await insertInvoice(ctx, {
    order: facts.order,
    content: {
      ...sold,
      ...{ kind: "invoice", issuedOn, corrects: null, seller: getSeller(settings) },
      ...{ buyer: getBuyer({ billing, buyer: facts.buyer }), buyerReference: billing.reference },
    },
    ...{ state: before.state, series: settings.invoiceSeries, issuedBy, paidAt: before.paidAt },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: invoice.id }, { after: describeIssued(invoice) });
  return { cancellation, invoice };
}

/** The first part of an order that waits for it stays due when the invoice said. */
const getPlanAt = ({ now }: StepCtx, { content }: Invoice, { timezone }: SchoolSettings) => ({
  ...{ now, timezone, dueOn: content.dueOn },
});

/** What is asked for of an order that was cancelled is the fee that its invoice says, and not its price. */
function sayAgain(
  { state, content }: Invoice,
  now: InvoiceContent,
  { isEnded, plan }: { isEnded: boolean; plan: Plan | undefined },
): InvoiceContent {
  if (state === "open") return isEnded ? content : now;
  return { ...toPaid(content, plan), lines: nameAnew(content, now) };
}

/** An invoice that was issued before it was paid asked for all of it; the one in its place asks for nothing. */
const toPaid = ({ parts: _, keptCard: __, ...content }: InvoiceContent, plan: Plan | undefined): InvoiceContent => ({
  ...content,
  ...(plan && { parts: plan.parts }),
  ...{ dueOn: "", paidMinor: content.totalMinor, dueMinor: 0 },
});

/** Places for others may be somebody else's since. */
const nameAnew = (before: InvoiceContent, now: InvoiceContent): InvoiceLine[] =>
  before.lines.map((line, at) => {
    const own = now.lines[at];
    const isSame = own?.kind === "claim" && own.quantity === line.quantity && own.netMinor === line.netMinor;
    return isSame ? { ...line, details: own.details } : line;
  });

import { audit } from "../audit.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { buildInvoiceContent, getBuyer, getSeller } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import type { Billing } from "./inputs.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import type { InvoiceContent, InvoiceLine } from "./invoice-content.ts";
import { loadOrderFacts } from "./load-order-facts.ts";
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
  const { paidMinor, dueOn } = before.content;
  // What is still to be paid asks for what the order costs now; what is paid was sold as it stands.
  const now = buildInvoiceContent(facts, { kind: "invoice", issuedOn, dueOn, paidMinor, bank: ctx.rules.bank ?? null });
  const sold = before.state === "open" ? now : { ...toPaid(before.content), lines: nameAnew(before.content, now) };
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

/** An invoice that was issued before it was paid asked for all of it; the one in its place asks for nothing. */
const toPaid = (content: InvoiceContent): InvoiceContent => ({
  ...content,
  ...{ dueOn: "", paidMinor: content.totalMinor, dueMinor: 0 },
});

/** Places for others may be somebody else's since. */
const nameAnew = (before: InvoiceContent, now: InvoiceContent): InvoiceLine[] =>
  before.lines.map((line, at) => {
    const own = now.lines[at];
    const isSame = own?.kind === "claim" && own.quantity === line.quantity && own.netMinor === line.netMinor;
    return isSame ? { ...line, details: own.details } : line;
  });

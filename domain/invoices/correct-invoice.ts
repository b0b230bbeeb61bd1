import { eq } from "drizzle-orm";
import { invoices, orderBilling, users, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { getBuyer, getSeller } from "./build-invoice-content.ts";
import { cancelInvoice } from "./cancel-invoice.ts";
import { type Billing, checkVatId } from "./inputs.ts";
import { insertInvoice } from "./insert-invoice.ts";
import { listCreditNotes } from "./issue-credit-note.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import type { Invoice } from "./machine.ts";

/**
 * Cancels an invoice and issues another one to the buyer as they are named now, in one step: what was sold, and what was paid of it, stays.
 * Refuses (`wrong_state`) one that is cancelled, of which something was credited, and what is no invoice; (`invalid_input`) a VAT id that
 * nobody can have.
 */
export async function correctInvoice(
  ctx: WriteCtx,
  { invoiceId, ...typed }: { invoiceId: string } & Billing,
): Promise<{ cancellation: Invoice; invoice: Invoice }> {
  authorize(ctx, "invoice.correct", {});
  const [found] = await ctx.tx.select().from(invoices).where(eq(invoices.id, invoiceId));
  if (!found) throw new Refusal("not_found");
  const before = found as Invoice;
  if (before.kind !== "invoice" || before.state === "cancelled") throw new Refusal("wrong_state");
  if ((await listCreditNotes(ctx.tx, before.id)).length > 0) {
    throw new Refusal("wrong_state", { words: message("invoices.credited_already") });
  }
  const settings = await getSchoolSettings(ctx.tx);
  if (!canIssueInvoices(settings)) throw new Refusal("wrong_state", { words: message("invoices.seller_incomplete") });
  const billing: Billing = { ...typed, vatId: checkVatId(typed) };
  await saveBilling(ctx, before.orderId, billing);
  const issuedBy = getActorId(ctx.actor);
  const cancellation = await cancelInvoice(ctx, before, { issuedBy, why: "corrected" });
  const [buyer] = await ctx.tx
    .select({ name: users.name, email: users.email, language: users.language })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.id, before.orderId));
  if (!buyer) throw new Error(`the order of invoice ${before.code} has no buyer`);
  const row = { ...billing, orderId: before.orderId, updatedAt: ctx.now };
  const invoice = await insertInvoice(ctx, {
    order: { id: before.orderId, code: before.content.orderCode },
    content: {
      ...before.content,
      ...{ kind: "invoice", issuedOn: formatLocalDay(ctx.now, settings.timezone), corrects: null },
      ...{ seller: getSeller(settings), buyer: getBuyer({ billing: row, buyer }), buyerReference: billing.reference },
    },
    ...{ state: before.state, series: settings.invoiceSeries, issuedBy, paidAt: before.paidAt },
  });
  await audit(
    ctx,
    "invoice.correct",
    { type: "invoice", id: before.id },
    {
      before: { number: before.code, buyerName: before.buyerName },
      after: { number: invoice.code, buyerName: invoice.buyerName, cancellation: cancellation.code },
    },
  );
  return { cancellation, invoice };
}

async function saveBilling(ctx: StepCtx, orderId: string, billing: Billing): Promise<void> {
  const row = { ...billing, updatedAt: ctx.now };
  await ctx.tx
    .insert(orderBilling)
    .values({ orderId, ...row })
    .onConflictDoUpdate({ target: orderBilling.orderId, set: row });
}

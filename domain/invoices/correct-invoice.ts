import { eq } from "drizzle-orm";
import { invoices } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { type Billing, readBillingDetails } from "./inputs.ts";
import { listCreditNotes } from "./issue-credit-note.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import type { Invoice } from "./machine.ts";
import { reissueInvoice } from "./reissue-invoice.ts";
import { storeBilling } from "./store-billing.ts";

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
  if (!canIssueInvoices(await getSchoolSettings(ctx.tx))) {
    throw new Refusal("wrong_state", { words: message("invoices.seller_incomplete") });
  }
  const billing = readBillingDetails<Billing>(typed);
  await storeBilling(ctx, { orderId: before.orderId, billing });
  const { cancellation, invoice } = await reissueInvoice(ctx, before, { billing, issuedBy: getActorId(ctx.actor) });
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

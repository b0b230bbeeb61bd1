import { eq } from "drizzle-orm";
import { orderBilling, orders } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { getActorId } from "../kernel/actor.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { updateOrderPrices } from "../pricing/update-order-prices.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { type Billing, readBillingDetails } from "./inputs.ts";
import { listCreditNotes } from "./issue-credit-note.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import { reissueInvoice } from "./reissue-invoice.ts";
import { storeBilling } from "./store-billing.ts";

/**
 * Says to whom an order is billed, and gives it their tax while it waits to be paid; saying it again takes the place of the first. Whoever
 * pays at once says it afterwards: the first time for this order cancels the invoice that was issued to their name, or to whom their order before was billed, and issues another one,
 * and so does what changes the price of an order that is to be paid by invoice. Otherwise what was issued stays as it is, and the office
 * corrects it (correct-invoice.ts). Refuses (`invalid_input`) a VAT id that nobody can have, and a company without its address.
 */
export async function setBillingDetails(ctx: WriteCtx, input: { orderId: string } & Billing): Promise<void> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, input.orderId));
  if (!order) throw new Refusal("not_found");
  authorize(ctx, "order.bill", { ownerId: order.buyerId });
  const { orderId, ...typed } = input;
  const details = readBillingDetails<Billing>(typed);
  const [before] = await ctx.tx.select().from(orderBilling).where(eq(orderBilling.orderId, orderId));
  const change = before ? diffRow(before, details) : { after: details };
  if (!change) return;
  await storeBilling(ctx, { orderId, billing: details });
  const totalMinor = await updateOrderPrices(ctx, order, details);
  const isOtherPrice = totalMinor !== order.totalMinor;
  if (!before || before.isCopied || isOtherPrice) await reissueLive(ctx, orderId, details);
  const amounts = isOtherPrice ? { totalMinor } : {};
  await audit(ctx, "order.bill", { type: "order", id: orderId }, { ...change, after: { ...change.after, ...amounts } });
}

async function reissueLive(ctx: StepCtx, orderId: string, billing: Billing): Promise<void> {
  const live = await findLiveInvoice(ctx.tx, orderId);
  if (!live || (await listCreditNotes(ctx.tx, live.id)).length > 0) return;
  if (!canIssueInvoices(await getSchoolSettings(ctx.tx))) return;
  await reissueInvoice(ctx, live, { billing, issuedBy: getActorId(ctx.actor) });
}

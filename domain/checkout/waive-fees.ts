import { and, eq, inArray } from "drizzle-orm";
import { orderInstalments, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { issueKeptInvoice } from "../invoices/issue-kept-invoice.ts";
import { issueAfterLastPart } from "../invoices/issue-on-payment.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";

/**
 * The office forgives the fees that an order asks for: of its reminders, and what is left of the fee of its cancellation. What was paid of
 * them stays paid. Refuses (`wrong_state`) an order that asks for none.
 */
export async function waiveFees(ctx: WriteCtx, input: { orderId: string; why: string }): Promise<void> {
  authorize(ctx, "order.waive", {});
  const { orderId, why } = input;
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  const waived = await ctx.tx
    .update(orderInstalments)
    .set({ state: "cancelled" })
    .where(
      and(
        eq(orderInstalments.orderId, orderId),
        eq(orderInstalments.state, "due"),
        inArray(orderInstalments.kind, ["fee", "cancellation_fee"]),
      ),
    )
    .returning({ id: orderInstalments.id, amountMinor: orderInstalments.amountMinor });
  if (waived.length === 0) throw new Refusal("wrong_state", { words: message("refusals.no_fee_to_waive") });
  for (const { id } of waived) await recordState(ctx, { type: "instalment", id }, "due", "cancelled", why);
  await issueKeptInvoice(ctx, orderId);
  // Of a plan whose parts are all paid the fee was the last that was asked for.
  if (order.state === "paid") await issueAfterLastPart(ctx, order);
  const amountMinor = waived.reduce((sum, each) => sum + each.amountMinor, 0);
  const after = { amountMinor, currency: order.currency, why };
  await audit(ctx, "order.waive", { type: "order", id: orderId }, { after });
}

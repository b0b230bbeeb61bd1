import { and, eq, isNull } from "drizzle-orm";
import { orderBilling } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Somebody decides that a VAT id which the register does not know is taken all the same, and why: its holder has shown another proof. Nobody is
 * called to it any more. Refuses (`wrong_state`) an order whose id was not found to be invalid, or was accepted already.
 */
export async function acceptVatId(ctx: WriteCtx, { orderId, why }: { orderId: string; why: string }): Promise<void> {
  authorize(ctx, "invoice.correct", {});
  const [known] = await ctx.tx
    .select({ vatId: orderBilling.vatId })
    .from(orderBilling)
    .where(eq(orderBilling.orderId, orderId));
  if (!known) throw new Refusal("not_found");
  const accepted = await ctx.tx
    .update(orderBilling)
    .set({ vatAcceptedAt: ctx.now })
    .where(
      and(eq(orderBilling.orderId, orderId), eq(orderBilling.vatCheck, "invalid"), isNull(orderBilling.vatAcceptedAt)),
    )
    .returning({ orderId: orderBilling.orderId });
  if (accepted.length === 0) throw new Refusal("wrong_state");
  const change = {
    before: { vatId: known.vatId, vatCheck: "invalid" },
    after: { vatId: known.vatId, accepted: true, why },
  };
  await audit(ctx, "invoice.correct", { type: "order", id: orderId }, change);
}

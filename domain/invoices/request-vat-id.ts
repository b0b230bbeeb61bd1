import { and, eq, inArray } from "drizzle-orm";
import { orderBilling, orders, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Asks the buyer of an order by mail for another VAT id, because the register does not know theirs; once a day at most, however often it is
 * pressed. Refuses (`wrong_state`) an order whose id was not found to be invalid, or that has ended.
 */
export async function requestVatId(ctx: WriteCtx, { orderId }: { orderId: string }): Promise<void> {
  authorize(ctx, "invoice.correct", {});
  const [known] = await ctx.tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId));
  if (!known) throw new Refusal("not_found");
  const [found] = await ctx.tx
    .select({ email: users.email, vatId: orderBilling.vatId })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(orderBilling, eq(orderBilling.orderId, orders.id))
    .where(
      and(
        eq(orders.id, orderId),
        eq(orderBilling.vatCheck, "invalid"),
        inArray(orders.state, ["awaiting_payment", "paid"]),
      ),
    );
  if (!found) throw new Refusal("wrong_state");
  await enqueueMail(ctx, {
    kind: "vat_id_wanted",
    to: found.email,
    payload: { orderId },
    dedupeKey: `${orderId} ${ctx.now.toISOString().slice(0, 10)}`,
  });
  await audit(ctx, "invoice.correct", { type: "order", id: orderId }, { after: { vatId: found.vatId, asked: true } });
}

import { eq } from "drizzle-orm";
import { creditOffers, orders } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import { authorize } from "../policy.ts";
import { getCreditableMinor } from "../refunds/refund-due.ts";
import { assertPositive } from "./assert-positive.ts";

type Offer = typeof creditOffers.$inferSelect;

/**
 * Asks the buyer of an order that has ended, or was paid too much, whether they take credit in place of money that it owes them. Nothing changes before they
 * agree. Refuses more than is owed, and (`wrong_state`) while they are asked already.
 */
export async function offerCredit(
  ctx: WriteCtx,
  input: { orderId: string; amountMinor: number; reason: string },
): Promise<Offer> {
  authorize(ctx, "credit.offer", {});
  const { orderId, amountMinor, reason } = input;
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  if (!order) throw new Refusal("not_found");
  assertPositive(amountMinor);
  if (amountMinor > (await getCreditableMinor(ctx.tx, order))) {
    throw new Refusal("refund_too_large", { fields: { amount: message("refusals.refund_too_large") } });
  }
  const [offer] = await ctx.tx
    .insert(creditOffers)
    .values({
      ...{ id: createId("creditOffer"), orderId, amountMinor, currency: order.currency, state: "offered", reason },
      createdBy: getActorId(ctx.actor),
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning();
  if (!offer) throw new Refusal("wrong_state", { words: message("refusals.credit_offered_already") });
  const mail = { kind: "credit_offer", payload: { offerId: offer.id }, dedupeKey: offer.id };
  await notifyBuyer(ctx, order.buyerId, mail);
  const after = { order: order.code, amountMinor, currency: order.currency };
  await audit(ctx, "credit.offer", { type: "order", id: orderId }, { after });
  return offer;
}

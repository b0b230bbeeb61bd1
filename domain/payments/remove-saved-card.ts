import { and, eq, inArray, isNull } from "drizzle-orm";
import { orders, savedCards } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/**
 * Takes back that a card may be charged: no part that follows is. A job has the provider forget it. One that was taken back already stays so;
 * anybody else's is not found.
 */
export async function removeSavedCard(ctx: WriteCtx, input: { cardId: string }): Promise<void> {
  const [found] = await ctx.tx
    .select({ card: savedCards, order: orders })
    .from(savedCards)
    .innerJoin(orders, eq(orders.id, savedCards.orderId))
    .where(eq(savedCards.id, input.cardId));
  authorize(ctx, "saved_card.remove", { ownerId: found?.order.buyerId ?? null });
  if (!found) throw new Refusal("not_found");
  const live = and(eq(savedCards.id, found.card.id), isNull(savedCards.removedAt));
  const [removed] = await ctx.tx.update(savedCards).set({ removedAt: ctx.now }).where(live).returning();
  if (!removed) return;
  const after = { order: found.order.code, card: `${removed.brand} ${removed.last4}` };
  await audit(ctx, "saved_card.remove", { type: "order", id: found.order.id }, { after });
}

/** Part of ending an account: no card of its orders is charged any more. */
export async function removeAllSavedCards(ctx: StepCtx, userId: string): Promise<void> {
  const own = ctx.tx.select({ id: orders.id }).from(orders).where(eq(orders.buyerId, userId));
  const live = and(inArray(savedCards.orderId, own), isNull(savedCards.removedAt));
  await ctx.tx.update(savedCards).set({ removedAt: ctx.now }).where(live);
}

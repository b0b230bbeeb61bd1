import { and, eq, isNull } from "drizzle-orm";
import { type orders, type payments, savedCards } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { CardAtProvider } from "./provider.ts";

type Kept = { payment: typeof payments.$inferSelect; order: typeof orders.$inferSelect; card: CardAtProvider };

/** Notes the card with which a part was paid, for the parts that follow. Another card of the same order gives way to it. */
export async function addSavedCard(ctx: StepCtx, { payment, order, card }: Kept): Promise<void> {
  const before = and(eq(savedCards.orderId, order.id), isNull(savedCards.removedAt));
  await ctx.tx.update(savedCards).set({ removedAt: ctx.now }).where(before);
  const { customerReference, methodReference, brand, last4, expMonth, expYear } = card;
  await ctx.tx.insert(savedCards).values({
    ...{ id: createId("savedCard"), userId: order.buyerId, orderId: order.id, provider: payment.provider },
    ...{ customerReference, methodReference, brand, last4, expMonth, expYear },
    ...{ agreedAt: payment.createdAt, createdAt: ctx.now },
  });
}

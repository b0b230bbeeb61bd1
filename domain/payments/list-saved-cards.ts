import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { orders, savedCards } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";

/** A kept card as its holder knows it, and for which order it is charged. */
export type SavedCard = {
  id: string;
  orderCode: string;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  agreedAt: Date;
};

const shown = {
  id: savedCards.id,
  orderCode: orders.code,
  brand: savedCards.brand,
  last4: savedCards.last4,
  expMonth: savedCards.expMonth,
  expYear: savedCards.expYear,
  agreedAt: savedCards.agreedAt,
};

/** The cards that somebody lets the school charge: those of the orders that are theirs now. */
export async function listSavedCards(ctx: ReadCtx, userId: string): Promise<SavedCard[]> {
  if (!isAllowed(ctx.actor, "saved_card.read", { ownerId: userId })) return [];
  return ctx.read
    .select(shown)
    .from(savedCards)
    .innerJoin(orders, eq(orders.id, savedCards.orderId))
    .where(and(eq(orders.buyerId, userId), isNull(savedCards.removedAt)))
    .orderBy(desc(savedCards.createdAt));
}

/** Cards that were taken back here and that the provider has still to forget. */
export async function listCardsToForget(read: Reader, atMost: number): Promise<(typeof savedCards.$inferSelect)[]> {
  return read
    .select()
    .from(savedCards)
    .where(and(isNotNull(savedCards.removedAt), isNull(savedCards.forgottenAt)))
    .orderBy(asc(savedCards.removedAt))
    .limit(atMost);
}

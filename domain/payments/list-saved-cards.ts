import { and, asc, desc, eq, isNotNull, isNull, not, or, type SQL } from "drizzle-orm";
import { orders, savedCards } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { isSpentCard } from "./is-spent-card.ts";

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

/** The cards that somebody lets the school charge: those of the orders that are theirs now, and that ask for something still. */
export async function listSavedCards(ctx: ReadCtx, userId: string): Promise<SavedCard[]> {
  if (!isAllowed(ctx.actor, "saved_card.read", { ownerId: userId })) return [];
  return ctx.read
    .select(shown)
    .from(savedCards)
    .innerJoin(orders, eq(orders.id, savedCards.orderId))
    .where(and(eq(orders.buyerId, userId), isNull(savedCards.removedAt), not(isSpentCard(ctx.read) as SQL)))
    .orderBy(desc(savedCards.createdAt));
}

/** Cards that were taken back here, or whose orders ask for nothing more, and that the provider has still to forget. */
export async function listCardsToForget(read: Reader, atMost: number): Promise<(typeof savedCards.$inferSelect)[]> {
  return read
    .select()
    .from(savedCards)
    .where(and(isNull(savedCards.forgottenAt), or(isNotNull(savedCards.removedAt), isSpentCard(read))))
    .orderBy(asc(savedCards.removedAt))
    .limit(atMost);
}

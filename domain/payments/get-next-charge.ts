import { and, asc, eq, isNull } from "drizzle-orm";
import { orderInstalments, savedCards } from "#db/schema/index.ts";
import { isRemindedOf } from "../instalments/is-asked-for.ts";
import { isLeftToCard } from "../instalments/is-left-to-card.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import type { SavedCard } from "./list-saved-cards.ts";

/** What is charged next to a card that its holder has kept with the school, in minor units. `after`: how many parts follow it. */
export type NextCharge = {
  card: Pick<SavedCard, "brand" | "last4" | "expMonth" | "expYear">;
  number: number;
  dueOn: string;
  amountMinor: number;
  after: number;
};

/**
 * The next part of an order that its kept card is charged for by itself; none where the card was taken back, was asked for all parts that
 * are due, or only fees are left, and where the office has turned charging off with the reminders.
 */
export async function getNextCharge(
  ctx: ReadCtx,
  order: { id: string; buyerId: string },
): Promise<NextCharge | undefined> {
  if (!isAllowed(ctx.actor, "saved_card.read", { ownerId: order.buyerId })) return undefined;
  const { brand, last4, expMonth, expYear } = savedCards;
  const { number, dueOn, amountMinor } = orderInstalments;
  const rows = await ctx.read
    .select({ card: { brand, last4, expMonth, expYear }, number, dueOn, amountMinor })
    .from(orderInstalments)
    .innerJoin(savedCards, and(eq(savedCards.orderId, orderInstalments.orderId), isNull(savedCards.removedAt)))
    .where(and(eq(orderInstalments.orderId, order.id), isRemindedOf(ctx.read), isLeftToCard(ctx.read, ctx.now)))
    .orderBy(asc(number));
  const [next, ...others] = rows;
  return next && { ...next, after: others.length };
}

import { and, eq, exists, gt, isNull, not, type SQL, sql } from "drizzle-orm";
import { orderInstalments, payments, savedCards } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";

/** A card that was not charged by then will not be: its provider is switched off, and the payer is reminded as any other. */
const LEFT_TO_CARD_MS = 3 * DAY_MS;

/** SQL, of a part and a card: the card was asked for the part before. */
export function isCardAsked(from: Reader | Tx): SQL {
  const asked = from
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        eq(payments.savedCardId, savedCards.id),
        eq(payments.orderId, orderInstalments.orderId),
        eq(payments.firstInstalment, orderInstalments.number),
      ),
    );
  return exists(asked);
}

/** SQL, of parts: a kept card was not asked for it yet. Fees are never charged to a card. */
export function hasCardToCharge(from: Reader | Tx): SQL {
  const card = from
    .select({ id: savedCards.id })
    .from(savedCards)
    .where(and(eq(savedCards.orderId, orderInstalments.orderId), isNull(savedCards.removedAt), not(isCardAsked(from))));
  return sql`(${eq(orderInstalments.kind, "part")} and ${exists(card)})`;
}

/** SQL, of parts: a kept card is still to be charged for it, so that its payer has nothing to do. */
export function isLeftToCard(from: Reader | Tx, now: Date): SQL {
  return sql`(${gt(orderInstalments.lateFrom, addMs(now, -LEFT_TO_CARD_MS))} and ${hasCardToCharge(from)})`;
}

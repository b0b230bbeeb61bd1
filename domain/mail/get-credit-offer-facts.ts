import { and, eq } from "drizzle-orm";
import { creditOffers } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";
import { getOrderFacts, type OrderFacts } from "./order-facts.ts";

/** What a mail says of credit that is offered in place of money. */
export type CreditOfferFacts = { order: OrderFacts; amount: Money; reason: string };

/** Undefined for what was decided meanwhile. */
export async function getCreditOfferFacts(
  read: Reader,
  offerId: string,
  language: string,
): Promise<CreditOfferFacts | undefined> {
  const [offer] = await read
    .select()
    .from(creditOffers)
    .where(and(eq(creditOffers.id, offerId), eq(creditOffers.state, "offered")));
  const order = offer && (await getOrderFacts(read, offer.orderId, language));
  if (!offer || !order) return undefined;
  return { order, amount: { minor: offer.amountMinor, currency: offer.currency }, reason: offer.reason };
}

import { and, eq } from "drizzle-orm";
import { creditOffers } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { isAllowed } from "../policy.ts";

/** What the buyer of an order was asked to take as credit and has not answered, and when; undefined for whoever may not ask. */
export async function findOpenOffer(
  { read, actor }: Pick<ReadCtx, "read" | "actor">,
  orderId: string,
): Promise<{ amount: Money; at: Date } | undefined> {
  if (!isAllowed(actor, "credit.offer")) return undefined;
  const [offer] = await read
    .select({ minor: creditOffers.amountMinor, currency: creditOffers.currency, at: creditOffers.createdAt })
    .from(creditOffers)
    .where(and(eq(creditOffers.orderId, orderId), eq(creditOffers.state, "offered")));
  return offer && { amount: { minor: offer.minor, currency: offer.currency }, at: offer.at };
}

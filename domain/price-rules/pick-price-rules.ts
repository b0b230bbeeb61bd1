import { isListedAddress } from "../seat-blocks/is-listed-address.ts";
import type { PriceRule } from "./load-price-rules.ts";

/** What is known of who buys. */
export type BuyerFacts = {
  email: string;
  /** Of a group is whoever has confirmed their address. */
  isConfirmed: boolean;
  /** When they last paid for a place in another course that they still have; null for never. */
  paidBeforeAt: Date | null;
};

type Order = { isForOthers: boolean; now: Date };

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Of the rules that count now those that are for a buyer; without one, those that are for everybody. That somebody has bought a
 * course before counts for their own next place, and not for those that they buy for others.
 */
export function pickPriceRules(
  rules: readonly PriceRule[],
  buyer: BuyerFacts | undefined,
  { isForOthers, now }: Order,
): PriceRule[] {
  return rules.filter(({ kind, addresses, withinDays }) => {
    if (kind === "early_bird" || kind === "several_places") return true;
    if (!buyer) return false;
    if (kind === "group") return buyer.isConfirmed && isListedAddress(buyer.email, addresses);
    if (isForOthers || !buyer.paidBeforeAt) return false;
    return withinDays === null || now.getTime() - buyer.paidBeforeAt.getTime() <= withinDays * DAY_MS;
  });
}

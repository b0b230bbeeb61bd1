import type { cohorts } from "#db/schema/index.ts";
import { computeMoveDifference, computeReturnedDifference } from "./compute-move-difference.ts";
import type { MoveMoney } from "./get-move-money.ts";

type Priced = Pick<typeof cohorts.$inferSelect, "priceMinor" | "currency">;

/**
 * What a move of a place costs; below nothing, what goes back. `cheaperMinor`: how much less the other cohort costs, of which the terms
 * give back all or a part. `ask`: the office settles it, because of the prices, because money of it is on its way, or because it is paid in
 * instalments of which some are still to come.
 */
export type MovePrice =
  | { kind: "ok"; differenceMinor: number; cheaperMinor: number }
  | { kind: "ask"; why: "price" | "money" | "plan" };

/**
 * A place that has cost nothing where others pay moves only where others pay the same. Into a free cohort nobody moves by themselves who has
 * paid: that is to cancel, and goes by the terms of that.
 */
export function computeMovePrice({ money, isSimple, returnableMinor }: MoveMoney, from: Priced, to: Priced): MovePrice {
  const costMinor = money?.costMinor ?? 0;
  const isSamePrice = to.priceMinor === from.priceMinor && to.currency === from.currency;
  const isGift = costMinor === 0 && from.priceMinor > 0;
  if (isGift || !money)
    return isSamePrice ? { kind: "ok", differenceMinor: 0, cheaperMinor: 0 } : { kind: "ask", why: "price" };
  const isOneCurrency = to.currency === from.currency && (costMinor === 0 || to.currency === money.currency);
  if (!isOneCurrency) return { kind: "ask", why: "price" };
  const prices = { costMinor, fromMinor: from.priceMinor, toMinor: to.priceMinor };
  const byPriceMinor = computeMoveDifference(prices);
  if (byPriceMinor < 0 && to.priceMinor === 0) return { kind: "ask", why: "price" };
  if (byPriceMinor !== 0 && money.openMinor > 0) return { kind: "ask", why: "plan" };
  if (byPriceMinor !== 0 && !isSimple) return { kind: "ask", why: "money" };
  const differenceMinor = computeReturnedDifference(byPriceMinor, returnableMinor);
  return { kind: "ok", differenceMinor, cheaperMinor: Math.max(0, -byPriceMinor) };
}

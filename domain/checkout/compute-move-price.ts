import type { cohorts } from "#db/schema/index.ts";
import { computeMoveDifference } from "./compute-move-difference.ts";
import type { MoveMoney } from "./get-move-money.ts";

type Priced = Pick<typeof cohorts.$inferSelect, "priceMinor" | "currency">;

/** What a move of a place costs; `ask`: the office settles it, because of the prices or because money of it is on its way. */
export type MovePrice = { kind: "ok"; differenceMinor: number } | { kind: "ask"; why: "price" | "money" };

/**
 * A place that has cost nothing where others pay moves only where others pay the same. Into a free cohort nobody moves by themselves who has
 * paid: that is to cancel, and goes by the terms of that.
 */
export function computeMovePrice({ money, isSimple }: MoveMoney, from: Priced, to: Priced): MovePrice {
  const costMinor = money?.costMinor ?? 0;
  const isSamePrice = to.priceMinor === from.priceMinor && to.currency === from.currency;
  const isGift = costMinor === 0 && from.priceMinor > 0;
  if (isGift || !money) return isSamePrice ? { kind: "ok", differenceMinor: 0 } : { kind: "ask", why: "price" };
  const isOneCurrency = to.currency === from.currency && (costMinor === 0 || to.currency === money.currency);
  if (!isOneCurrency) return { kind: "ask", why: "price" };
  const prices = { costMinor, fromMinor: from.priceMinor, toMinor: to.priceMinor };
  const differenceMinor = computeMoveDifference(prices);
  if (differenceMinor < 0 && to.priceMinor === 0) return { kind: "ask", why: "price" };
  if (differenceMinor !== 0 && !isSimple) return { kind: "ask", why: "money" };
  return { kind: "ok", differenceMinor };
}

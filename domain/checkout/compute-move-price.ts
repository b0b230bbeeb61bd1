import type { cohorts } from "#db/schema/index.ts";
import { computeAgreedPrice } from "../pricing/compute-agreed-price.ts";
import { computeSincePrice } from "./compute-since-price.ts";
import type { MoveMoney, MoveStart } from "./get-move-money.ts";
import type { PlaceMoney } from "./get-place-money.ts";

type Priced = Pick<typeof cohorts.$inferSelect, "id" | "priceMinor" | "currency">;

/**
 * What a move of a place costs; below nothing, what goes back. `cheaperMinor`: how much less the other cohort costs, of which the terms
 * give back all or a part. `takenOffMinor`: how much of what goes back was not paid yet, and is taken off the open parts of its plan instead.
 * `ask`: a person settles it: it was not bought by its student (`given`), or has cost nothing where others pay (`gift`); the prices are in two
 * currencies, or the other cohort is free; or money of it is on its way, or is not what was asked for (`money`).
 */
export type MovePrice =
  | { kind: "ok"; differenceMinor: number; cheaperMinor: number; takenOffMinor: number }
  | { kind: "ask"; why: MoveProblem };

export type MoveProblem = "given" | "gift" | "currency" | "free" | "money";

/**
 * The one rule for the price of a move, whoever moves: **what the new cohort costs this person, less what their place is worth now**.
 * - What it is worth: what was paid for it and did not go back by a move (`PlaceMoney.costMinor`).
 * - What the new cohort costs them: its list price today less the discounts that they bought under (`computeAgreedPrice`). A list price that
 *   has changed since they came counts for nobody (`computeSincePrice`), nor does what the office has let them off.
 * - Another cohort of the same list price costs nothing.
 * - Who pays in parts moves for as much as who has paid at once. What a cheaper cohort costs them less is taken off the parts that are still to
 *   come, the last first; only what is more than those goes back.
 * So differences add up: any moves that end where they began cost nothing together.
 *
 * A place that has cost nothing where others pay moves only where others pay the same. Into a free cohort nobody moves by themselves who has
 * paid: that is to cancel, and goes by the terms of that.
 */
export function computeMovePrice(place: MoveMoney, from: Priced, to: Priced): MovePrice {
  const { money, isSimple, keptMinor } = place;
  const isSamePrice = to.priceMinor === from.priceMinor && to.currency === from.currency;
  const isGift = money?.costMinor === 0 && from.priceMinor > 0;
  if (isSamePrice) return { kind: "ok", differenceMinor: 0, cheaperMinor: 0, takenOffMinor: 0 };
  if (!money) return { kind: "ask", why: "given" };
  if (isGift) return { kind: "ask", why: "gift" };
  const { costMinor } = money;
  const isOneCurrency = to.currency === from.currency && (costMinor === 0 || to.currency === money.currency);
  if (!isOneCurrency) return { kind: "ask", why: "currency" };
  const byPriceMinor = getOwnPrice({ ...place, money }, to) - costMinor;
  if (byPriceMinor < 0 && to.priceMinor === 0) return { kind: "ask", why: "free" };
  if (byPriceMinor !== 0 && !isSimple) return { kind: "ask", why: "money" };
  const returnableMinor = Math.max(0, costMinor - keptMinor);
  const differenceMinor = Math.max(byPriceMinor, returnableMinor > 0 ? -returnableMinor : 0);
  // What a dearer date costs more is an order of its own, and the plan goes on; a cheaper one lowers what is still to come of it.
  const takenOffMinor = Math.max(0, Math.min(money.openMinor, -differenceMinor));
  return { kind: "ok", differenceMinor, cheaperMinor: Math.max(0, -byPriceMinor), takenOffMinor };
}

function getOwnPrice({ money: { bought }, start }: { money: PlaceMoney; start: MoveStart | undefined }, to: Priced) {
  const ofList = (cohortId: string, listMinor: number) => computeAgreedPrice(bought, { cohortId, listMinor });
  if (!start) return ofList(to.id, to.priceMinor);
  const letOffMinor = Math.max(0, ofList(start.cohortId, start.thenMinor) - start.worthMinor);
  const ownMinor = ofList(to.id, computeSincePrice(to.priceMinor, start));
  // What somebody was let off makes dearer cohorts cheaper for them, and gives no money back.
  return Math.max(Math.min(ownMinor, start.worthMinor), ownMinor - letOffMinor);
}

import { type CourseCard, listLeastPrices } from "../courses/list-course-cards.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { loadEarlyPricesOf } from "./load-early-prices.ts";

/** Course cards with the prices of today, as the pages of their courses say them: the early one while there is one. */
export async function loadPricedCards(ctx: ReadCtx, cards: readonly CourseCard[]): Promise<CourseCard[]> {
  const early = await loadEarlyPricesOf(
    ctx,
    cards.map(({ id: courseId, offered: cohorts }) => ({ courseId, cohorts })),
  );
  if (early.size === 0) return [...cards];
  return cards.map((card) => {
    const offered = card.offered.map((each) => ({ ...each, price: early.get(each.id)?.price ?? each.price }));
    // Of one currency the least stands first; the currencies keep their order.
    const byPrice = offered.toSorted((a, b) =>
      a.price.currency === b.price.currency ? a.price.minor - b.price.minor : 0,
    );
    return { ...card, prices: listLeastPrices(byPrice) };
  });
}

import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { computeDiscounts } from "./compute-discounts.ts";
import { toRuleDiscount } from "./to-rule-discount.ts";

type Offered = { courseId: string; cohorts: readonly { id: string; price: Money }[] };

/**
 * What each cohort of a course costs somebody of the group with the best price, by its id: that there is one, for a page that is the same for
 * all. Whether whoever reads it is of a group is asked when they order. None for a cohort without such a price.
 */
export async function loadGroupPrices(
  { read, now }: ReadCtx,
  { courseId, cohorts }: Offered,
): Promise<ReadonlyMap<string, Money>> {
  if (cohorts.every(({ price }) => price.minor === 0)) return new Map();
  const rules = await read
    .select()
    .from(priceRules)
    .where(
      and(
        eq(priceRules.state, "active"),
        eq(priceRules.kind, "group"),
        or(eq(priceRules.courseId, courseId), isNull(priceRules.courseId)),
        or(isNull(priceRules.startsAt), lte(priceRules.startsAt, now)),
        or(isNull(priceRules.endsAt), gt(priceRules.endsAt, now)),
      ),
    )
    .orderBy(asc(priceRules.createdAt), asc(priceRules.id));
  const prices = new Map<string, Money>();
  for (const { id, price } of cohorts) {
    const own = rules.filter(
      ({ cohortId, currency }) =>
        (cohortId === null || cohortId === id) && (currency === null || currency === price.currency),
    );
    // Nobody is of two groups for the reader of a page: each rule by itself.
    const minors = own.map((rule) => {
      const found = computeDiscounts({ priceMinor: price.minor, count: 1 }, [toRuleDiscount(rule)], []);
      const [taken = []] = "places" in found ? found.places : [];
      return taken.reduce((left, { amountMinor }) => left - amountMinor, price.minor);
    });
    const minor = Math.min(price.minor, ...minors);
    if (minor < price.minor) prices.set(id, { ...price, minor });
  }
  return prices;
}

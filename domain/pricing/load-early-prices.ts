import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { computeDiscounts } from "./compute-discounts.ts";
import { toRuleDiscount } from "./to-rule-discount.ts";

/** What a place costs whoever orders early, by which name, and until when. */
export type EarlyPrice = { name: string; price: Money; until: Date };

type Offered = { courseId: string; cohorts: readonly { id: string; price: Money }[] };

/** The early price of each cohort of a course that has one now, by its id: what everybody gets, so that a page that is the same for all can say it. */
export async function loadEarlyPrices(
  { read, now }: ReadCtx,
  { courseId, cohorts }: Offered,
): Promise<ReadonlyMap<string, EarlyPrice>> {
  if (cohorts.every(({ price }) => price.minor === 0)) return new Map();
  const rules = await read
    .select()
    .from(priceRules)
    .where(
      and(
        eq(priceRules.state, "active"),
        eq(priceRules.kind, "early_bird"),
        or(eq(priceRules.courseId, courseId), isNull(priceRules.courseId)),
        or(isNull(priceRules.startsAt), lte(priceRules.startsAt, now)),
        gt(priceRules.endsAt, now),
      ),
    )
    .orderBy(asc(priceRules.createdAt), asc(priceRules.id));
  const early = new Map<string, EarlyPrice>();
  for (const { id, price } of cohorts) {
    const own = rules.filter(
      ({ cohortId, currency }) =>
        (cohortId === null || cohortId === id) && (currency === null || currency === price.currency),
    );
    const found = computeDiscounts({ priceMinor: price.minor, count: 1 }, own.map(toRuleDiscount), []);
    const [taken = []] = "places" in found ? found.places : [];
    const best = own.find((rule) => rule.id === taken[0]?.sourceId);
    if (!best?.endsAt) continue;
    const minor = taken.reduce((left, { amountMinor }) => left - amountMinor, price.minor);
    early.set(id, { name: best.name, price: { ...price, minor }, until: best.endsAt });
  }
  return early;
}

import { and, asc, eq, gt, inArray, isNull, lte, or } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { computeDiscounts } from "./compute-discounts.ts";
import { toRuleDiscount } from "./to-rule-discount.ts";

/** What a place costs whoever orders early, by which name, and until when. */
export type EarlyPrice = { name: string; price: Money; until: Date };

type OfferedCohort = { id: string; price: Money; closesAt?: Date | null };
type Offered = { courseId: string; cohorts: readonly OfferedCohort[] };

/** As below, of several courses at once. */
export async function loadEarlyPricesOf(
  { read, now }: ReadCtx,
  offered: readonly Offered[],
): Promise<ReadonlyMap<string, EarlyPrice>> {
  const paid = offered.filter(({ cohorts }) => cohorts.some(({ price }) => price.minor > 0));
  if (paid.length === 0) return new Map();
  const rules = await read
    .select()
    .from(priceRules)
    .where(
      and(
        eq(priceRules.state, "active"),
        eq(priceRules.kind, "early_bird"),
        or(
          inArray(
            priceRules.courseId,
            paid.map(({ courseId }) => courseId),
          ),
          isNull(priceRules.courseId),
        ),
        or(isNull(priceRules.startsAt), lte(priceRules.startsAt, now)),
        gt(priceRules.endsAt, now),
      ),
    )
    .orderBy(asc(priceRules.createdAt), asc(priceRules.id));
  const early = new Map<string, EarlyPrice>();
  for (const { courseId, cohorts } of paid) {
    const ofCourse = rules.filter((rule) => rule.courseId === null || rule.courseId === courseId);
    for (const cohort of cohorts) {
      const price = findEarlyPrice(ofCourse, cohort);
      if (price) early.set(cohort.id, price);
    }
  }
  return early;
}

/** The early price of each cohort of a course that has one now, by its id: what everybody gets, so that a page that is the same for all can say it. */
export const loadEarlyPrices = (ctx: ReadCtx, offered: Offered): Promise<ReadonlyMap<string, EarlyPrice>> =>
  loadEarlyPricesOf(ctx, [offered]);

/** It ends with its rule, or with enrolment where that closes before: nobody is promised a price that they cannot order at. */
function findEarlyPrice(
  rules: readonly (typeof priceRules.$inferSelect)[],
  { id, price, closesAt }: OfferedCohort,
): EarlyPrice | undefined {
  const own = rules.filter(
    ({ cohortId, currency }) =>
      (cohortId === null || cohortId === id) && (currency === null || currency === price.currency),
  );
  const found = computeDiscounts({ priceMinor: price.minor, count: 1 }, own.map(toRuleDiscount), []);
  const [taken = []] = "places" in found ? found.places : [];
  const best = own.find((rule) => rule.id === taken[0]?.sourceId);
  if (!best?.endsAt) return undefined;
  const minor = taken.reduce((left, { amountMinor }) => left - amountMinor, price.minor);
  const until = closesAt && closesAt < best.endsAt ? closesAt : best.endsAt;
  return { name: best.name, price: { ...price, minor }, until };
}

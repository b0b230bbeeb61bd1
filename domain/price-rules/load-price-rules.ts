import { and, asc, eq, gt, isNull, lte, or } from "drizzle-orm";
import { priceRules } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";

export type PriceRule = typeof priceRules.$inferSelect;

type At = { cohortId: string; courseId: string; currency: string; now: Date };

/** The price rules that count now for a cohort: its own, its course's and everybody's, the first made first. */
export async function loadPriceRules(read: Reader, { cohortId, courseId, currency, now }: At): Promise<PriceRule[]> {
  return read
    .select()
    .from(priceRules)
    .where(
      and(
        eq(priceRules.state, "active"),
        or(eq(priceRules.cohortId, cohortId), isNull(priceRules.cohortId)),
        or(eq(priceRules.courseId, courseId), isNull(priceRules.courseId)),
        or(eq(priceRules.currency, currency), isNull(priceRules.currency)),
        or(isNull(priceRules.startsAt), lte(priceRules.startsAt, now)),
        or(isNull(priceRules.endsAt), gt(priceRules.endsAt, now)),
      ),
    )
    .orderBy(asc(priceRules.createdAt), asc(priceRules.id));
}

import { and, eq, isNotNull } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { computePriceFromNet } from "./compute-price-from-net.ts";
import { loadTaxRates } from "./load-tax-rates.ts";

/**
 * The step that makes prices follow the rates: those of open cohorts that were given without tax (of one course, where one is named). Says
 * how many are others now. What was ordered keeps its price.
 */
export async function applyTaxRates(ctx: StepCtx, courseId?: string): Promise<number> {
  const rates = await loadTaxRates(ctx.tx);
  const { id, netPriceMinor, priceMinor, startsAt, timezone } = cohorts;
  const priced = await ctx.tx
    .select({ id, netPriceMinor, priceMinor, startsAt, timezone, taxKind: courses.taxKind })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(cohorts.state, "open"), isNotNull(netPriceMinor), courseId ? eq(courses.id, courseId) : undefined));
  let changed = 0;
  for (const cohort of priced) {
    const price = computePriceFromNet(rates, { ...cohort, netPriceMinor: cohort.netPriceMinor ?? 0, now: ctx.now });
    if (price === cohort.priceMinor) continue;
    await ctx.tx.update(cohorts).set({ priceMinor: price, updatedAt: ctx.now }).where(eq(cohorts.id, cohort.id));
    changed += 1;
  }
  return changed;
}

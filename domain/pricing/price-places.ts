import { eq } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { loadTaxRates } from "../tax/load-tax-rates.ts";
import { NO_TAX, pickTaxRate, type TaxOfLine } from "../tax/pick-tax-rate.ts";
import { computePrices, type PlacePrice } from "./compute-prices.ts";
import type { FoundDiscounts } from "./find-discounts.ts";

/** A write that orders, or a page that shows what an order would say. */
type PriceCtx = { tx: Reader | Tx; now: Date };

/** `priceMinor`: of one place, tax and all, before any discount. `country`: the buyer's, where it is known. `discounts`: what find-discounts.ts found. */
export type PriceRequest = {
  cohort: { id: string; courseId: string; startsAt: Date | null; timezone: string };
  priceMinor: number;
  count: number;
  country?: string;
  /** False where it is known that the school has no rate of tax. */
  isTaxed?: boolean;
  discounts?: FoundDiscounts;
};

/**
 * What each of several places of a cohort costs: every door by which places are bought asks here, and writes what it says into the lines
 * of its order. The tax is that of the day on which the cohort begins; of today where it has no beginning.
 */
export async function pricePlaces(ctx: PriceCtx, request: PriceRequest): Promise<PlacePrice[]> {
  const { priceMinor, count } = request;
  const tax = priceMinor === 0 || request.isTaxed === false ? NO_TAX : await findTax(ctx, request);
  const discountsMinor = request.discounts?.places.map((place) =>
    place.reduce((sum, each) => sum + each.amountMinor, 0),
  );
  return computePrices({ priceMinor, count, tax, ...(discountsMinor ? { discountsMinor } : {}) });
}

/** The same for one. */
export async function pricePlace(ctx: PriceCtx, request: Omit<PriceRequest, "count">): Promise<PlacePrice> {
  const [price] = await pricePlaces(ctx, { ...request, count: 1 });
  if (!price) throw new Error("one place has one price");
  return price;
}

async function findTax(ctx: PriceCtx, { cohort, country = "" }: PriceRequest): Promise<TaxOfLine> {
  const rates = await loadTaxRates(ctx.tx);
  if (rates.length === 0) return NO_TAX;
  const [course] = await ctx.tx.select({ kind: courses.taxKind }).from(courses).where(eq(courses.id, cohort.courseId));
  const on = formatLocalDay(cohort.startsAt ?? ctx.now, cohort.timezone);
  return pickTaxRate(rates, { kind: course?.kind ?? "", country, on });
}

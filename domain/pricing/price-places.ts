import { eq } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { loadTaxRates } from "../tax/load-tax-rates.ts";
import { NO_TAX, pickTaxRate, type TaxOfLine } from "../tax/pick-tax-rate.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { isReverseCharge, type TaxBuyer } from "../tax/is-reverse-charge.ts";
import { computePrices } from "./compute-prices.ts";
import type { FoundDiscounts } from "./find-discounts.ts";
import { toTaxedPrice, type LinePrice, removeTax } from "./remove-tax.ts";

/** A write that orders, or a page that shows what an order would say. */
type PriceCtx = { tx: Reader | Tx; now: Date };

/** `priceMinor`: of one place, tax and all, before any discount. `buyer`: to whom it is billed, where that is known. `discounts`: what find-discounts.ts found. */
export type PriceRequest = {
  cohort: { id: string; courseId: string; startsAt: Date | null; timezone: string };
  priceMinor: number;
  count: number;
  buyer?: TaxBuyer | undefined;
  /** False where it is known that the school has no rate of tax. */
  isTaxed?: boolean;
  discounts?: FoundDiscounts;
};

/**
 * What each of several places of a cohort costs: every door by which places are bought asks here, and writes what it says into the lines
 * of its order. The tax is that of the day on which the cohort begins; of today where it has no beginning.
 */
export async function pricePlaces(ctx: PriceCtx, request: PriceRequest): Promise<LinePrice[]> {
  const { priceMinor, count } = request;
  const tax = priceMinor === 0 || request.isTaxed === false ? NO_TAX : await findTax(ctx, request);
  const discountsMinor = request.discounts?.places.map((place) =>
    place.reduce((sum, each) => sum + each.amountMinor, 0),
  );
  const prices = computePrices({ priceMinor, count, tax, ...(discountsMinor ? { discountsMinor } : {}) });
  const note = tax === NO_TAX ? undefined : await findReverseNote(ctx, request.buyer);
  return note === undefined ? prices.map(toTaxedPrice) : prices.map((price) => removeTax(price, note));
}

/** What is printed for a buyer who accounts for the tax; undefined for all others. */
async function findReverseNote(ctx: PriceCtx, buyer: TaxBuyer | undefined): Promise<string | undefined> {
  if (!buyer) return undefined;
  const { addressCountry: country, reverseChargeNote: note } = await getSchoolSettings(ctx.tx);
  return isReverseCharge(buyer, { country, note }) ? note : undefined;
}

/** The same for one. */
export async function pricePlace(ctx: PriceCtx, request: Omit<PriceRequest, "count">): Promise<LinePrice> {
  const [price] = await pricePlaces(ctx, { ...request, count: 1 });
  if (!price) throw new Error("one place has one price");
  return price;
}

async function findTax(ctx: PriceCtx, { cohort, buyer }: PriceRequest): Promise<TaxOfLine> {
  const rates = await loadTaxRates(ctx.tx);
  if (rates.length === 0) return NO_TAX;
  const [course] = await ctx.tx.select({ kind: courses.taxKind }).from(courses).where(eq(courses.id, cohort.courseId));
  const on = formatLocalDay(cohort.startsAt ?? ctx.now, cohort.timezone);
  return pickTaxRate(rates, { kind: course?.kind ?? "", country: buyer?.country ?? "", on });
}

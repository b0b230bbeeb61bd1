import type { DiscountSource } from "#db/enums.ts";
import { getActorId } from "../kernel/actor.ts";
import { getPlanParts, type PlanPart } from "../courses/payment-plan.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import type { EnrolView } from "./get-enrol-view.ts";
import { pricePlaces } from "../pricing/price-places.ts";
import { sumTaxes, type TaxSum } from "../tax/sum-taxes.ts";
import { findDiscounts } from "../pricing/find-discounts.ts";

/** One reason why it costs less. `until`: when it ends. */
type QuoteDiscount = { source: DiscountSource; label: string; amount: Money; until: Date | null };

/** What places would cost whoever looks, before they order. */
export type Quote = {
  list: Money;
  discounts: QuoteDiscount[];
  total: Money;
  /** The tax in the total. */
  taxes: TaxSum[];
  /** How it may be paid in parts by whoever begins now; empty where it is paid at once. */
  plan: PlanPart[];
};

type Wanted = {
  offer: Pick<EnrolView, "cohortId" | "courseId" | "startsAt" | "timezone" | "price" | "planned">;
  count: number;
  isForOthers: boolean;
  /** As they were typed. */
  codes: string;
};

/**
 * The price of places as it stands, with the price rules that are for whoever looks and the coupons that they typed. Refuses
 * (`coupon_refused`) a code that is not known or cannot be used for this.
 */
export async function getQuote(ctx: ReadCtx, { offer, count, isForOthers, codes }: Wanted): Promise<Quote> {
  const { cohortId: id, courseId, startsAt, timezone, price } = offer;
  const { currency, minor: priceMinor } = price;
  const buyerId = ctx.actor.type === "user" ? getActorId(ctx.actor) : undefined;
  const cohort = { id, courseId, startsAt, timezone, currency };
  const found = await findDiscounts(ctx, { cohort, priceMinor, count, buyerId, isForOthers, codes });
  const ends = new Map(found.rules.map((rule) => [rule.id, rule.endsAt]));
  const sums = new Map<string, QuoteDiscount>();
  for (const { source, sourceId, label, amountMinor } of found.places.flat()) {
    const before = sums.get(sourceId)?.amount.minor ?? 0;
    const amount = { minor: before + amountMinor, currency };
    sums.set(sourceId, { source, label, amount, until: ends.get(sourceId) ?? null });
  }
  const discounts = [...sums.values()];
  const list = { minor: priceMinor * count, currency };
  const prices = await pricePlaces({ tx: ctx.read, now: ctx.now }, { cohort, priceMinor, count, discounts: found });
  const total = { minor: prices.reduce((sum, { totalMinor }) => sum + totalMinor, 0), currency };
  return { list, discounts, total, taxes: sumTaxes(prices), plan: getPlan(ctx, offer.planned, total.minor) };
}

function getPlan({ now }: ReadCtx, planned: EnrolView["planned"], totalMinor: number): PlanPart[] {
  if (planned === null) return [];
  return getPlanParts(planned, { totalMinor, now, endsWithCourse: planned.endsWithCourse }) ?? [];
}

import type { DiscountSource } from "#db/enums.ts";
import { getActorId } from "../kernel/actor.ts";
import { getPlanParts, type PlanPart } from "../courses/payment-plan.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import type { EnrolView } from "./get-enrol-view.ts";
import { pricePlaces } from "../pricing/price-places.ts";
import { sumTaxes, type TaxSum } from "../tax/sum-taxes.ts";
import type { TaxBuyer } from "../tax/is-reverse-charge.ts";
import { allocateDiscounts } from "../kernel/allocate-discounts.ts";
import type { PriceRule } from "../price-rules/load-price-rules.ts";
import { computeDiscounts } from "../pricing/compute-discounts.ts";
import { toRuleDiscount } from "../pricing/to-rule-discount.ts";
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
  /** From which place on each costs less, where they are for others: the price rules alone, without coupons. */
  steps: PlaceStep[];
  /** How it may be paid in parts by whoever begins now; empty where it is paid at once. */
  plan: PlanPart[];
};

type Wanted = {
  offer: Pick<EnrolView, "cohortId" | "courseId" | "startsAt" | "timezone" | "price" | "planned">;
  count: number;
  isForOthers: boolean;
  /** As they were typed. */
  codes: string;
  /** To whom it would be billed, where that is known. */
  buyer: TaxBuyer | undefined;
};

/**
 * The price of places as it stands, with the price rules that are for whoever looks, the coupons that they typed, and their tax. Refuses
 * (`coupon_refused`) a code that is not known or cannot be used for this.
 */
export async function getQuote(ctx: ReadCtx, { offer, count, isForOthers, codes, buyer }: Wanted): Promise<Quote> {
  const { cohortId: id, courseId, startsAt, timezone, price } = offer;
  const { currency, minor: priceMinor } = price;
  const buyerId = ctx.actor.type === "user" ? getActorId(ctx.actor) : undefined;
  const cohort = { id, courseId, startsAt, timezone, currency };
  const found = await findDiscounts(ctx, { cohort, priceMinor, count, buyerId, isForOthers, codes });
  const ends = new Map(found.rules.map((rule) => [rule.id, rule.endsAt]));
  const asked = { cohort, priceMinor, count, discounts: found, buyer };
  const prices = await pricePlaces({ tx: ctx.read, now: ctx.now }, asked);
  const sums = new Map<string, QuoteDiscount>();
  const taken = prices.flatMap(({ discountMinor }, place) =>
    allocateDiscounts(found.places[place] ?? [], discountMinor),
  );
  for (const { source, sourceId, label, amountMinor } of taken) {
    const before = sums.get(sourceId)?.amount.minor ?? 0;
    const amount = { minor: before + amountMinor, currency };
    sums.set(sourceId, { source, label, amount, until: ends.get(sourceId) ?? null });
  }
  const discounts = [...sums.values()];
  const isTaxKept = prices.every(({ taxedUnitMinor }) => taxedUnitMinor === null);
  const steps = isForOthers ? listPlaceSteps(price, found.rules, { isTaxKept }) : [];
  const list = { minor: prices.reduce((sum, { unitMinor }) => sum + unitMinor, 0), currency };
  const total = { minor: prices.reduce((sum, { totalMinor }) => sum + totalMinor, 0), currency };
  return { list, discounts, total, taxes: sumTaxes(prices), plan: getPlan(ctx, offer.planned, total.minor), steps };
}

/** `each`: what every place costs from there on; null where the tax is still to be taken off. */
export type PlaceStep = { fromPlace: number; label: string; each: Money | null };

function listPlaceSteps(price: Money, rules: readonly PriceRule[], { isTaxKept }: { isTaxKept: boolean }): PlaceStep[] {
  const own = rules.map(toRuleDiscount);
  const starts = [...new Set(own.map(({ fromPlace }) => fromPlace))].filter((from) => from > 1).sort((a, b) => a - b);
  const order = { priceMinor: price.minor, count: Math.max(1, ...starts) };
  const found = computeDiscounts(order, own, []);
  if (!("places" in found)) return [];
  return starts.flatMap((fromPlace) => {
    const taken = found.places[fromPlace - 1] ?? [];
    const begun = taken.find(({ sourceId }) =>
      own.some((rule) => rule.id === sourceId && rule.fromPlace === fromPlace),
    );
    // One that is not the best of its place changes nothing.
    if (!begun) return [];
    const minor = taken.reduce((left, { amountMinor }) => left - amountMinor, price.minor);
    return [{ fromPlace, label: begun.label, each: isTaxKept ? { ...price, minor } : null }];
  });
}

function getPlan({ now }: ReadCtx, planned: EnrolView["planned"], totalMinor: number): PlanPart[] {
  if (planned === null) return [];
  return getPlanParts(planned, { totalMinor, now, endsWithCourse: planned.endsWithCourse }) ?? [];
}

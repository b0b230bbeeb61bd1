import { and, eq } from "drizzle-orm";
import type { ProviderName } from "#db/enums.ts";
import { cohorts, courses, holds, orderLines, orders, type payments, users } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { addClaimLinks } from "../claim-links/add-claim-links.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { notifyOfClaimLinks } from "../claim-links/notify-of-claim-links.ts";
import { CLAIM_PLACES_MAX, type ClaimNames } from "../claim-links/parse-claim-names.ts";
import { assertEnrolmentOpen } from "../courses/enrolment-window.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { Money } from "../kernel/money.ts";
import { billOrder } from "../invoices/bill-order.ts";
import type { OrderBilling } from "../invoices/inputs.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState } from "../kernel/transitions.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";
import { addPayment } from "../payments/add-payment.ts";
import { listPaymentMethods } from "../payments/list-payment-methods.ts";
import { authorize } from "../policy.ts";
import { findDiscounts } from "../pricing/find-discounts.ts";
import { pricePlaces } from "../pricing/price-places.ts";
import { storeDiscounts } from "../pricing/store-discounts.ts";
import { loadRules } from "../rules/load-rules.ts";
import { claimSeats, countFreeSeats } from "../seats/claims.ts";

/** `provider`: as for one's own place (enrol-student.ts). */
export type EnrolOthersInput = {
  cohortId: string;
  buyerId: string;
  places: readonly ClaimNames[];
  provider?: ProviderName | "first";
  /** Codes of coupons, as they were typed: several with commas between. */
  coupon?: string | undefined;
  /** To whom they are billed; nothing where it is as the buyer's order before. */
  billing?: OrderBilling | undefined;
  /** What the page said that all of them cost, in minor units: they are never sold for more. */
  shownMinor?: number | undefined;
};

export type EnrolledOthers = {
  order: typeof orders.$inferSelect;
  payment: typeof payments.$inferSelect | null;
  links: ClaimLink[];
};

type Cohort = typeof cohorts.$inferSelect;
type Order = EnrolledOthers["order"];

/**
 * Somebody buys several places of a cohort for others, in one order with a line for each: all of them or none. Their seats count at once;
 * once the order is paid, or is free, each place can be claimed by its link. What the school asks whoever enrols, they answer then.
 * Free ones need a confirmed address of whoever orders them for themselves. Refuses when the cohort is not open, and when fewer seats are free, with how many (`cohort_full`).
 */
export async function enrolOthers(ctx: WriteCtx, input: EnrolOthersInput): Promise<EnrolledOthers> {
  authorize(ctx, "claim_link.create", { ownerId: input.buyerId });
  const { cohortId, buyerId, places } = input;
  const count = places.length;
  if (count < 1 || count > CLAIM_PLACES_MAX) throw new Refusal("invalid_input");
  const { cohort, courseState } = await findOffer(ctx, cohortId);
  await assertBuyer(ctx, buyerId, cohort);
  assertEnrolmentOpen({ ...cohort, courseState }, ctx.now);
  const rules = (await loadRules(ctx.tx, [cohortId])).get(cohortId);
  // The other rules are asked of each who claims a place; about whom the office decides, it must know them first.
  if (rules?.needsApproval) throw new Refusal("approval_needed");
  const { priceMinor } = cohort;
  const wanted = { cohort, priceMinor, count, buyerId, isForOthers: true, codes: input.coupon };
  const discounts = await findDiscounts({ read: ctx.tx, now: ctx.now }, wanted);
  const prices = await pricePlaces(ctx, { cohort, priceMinor, count, discounts });
  const totalMinor = prices.reduce((sum, price) => sum + price.totalMinor, 0);
  if (input.shownMinor !== undefined && totalMinor > input.shownMinor) throw new Refusal("price_changed");
  const isFree = totalMinor === 0;
  const provider = isFree
    ? undefined
    : choosePayment(ctx, { minor: totalMinor, currency: cohort.currency }, input.provider);
  if (!(await claimSeats(ctx, cohortId, count, isFree ? "taken" : "held"))) await refuseFull(ctx, cohortId, count);

  const until = isFree ? null : addMs(ctx.now, ctx.rules.holdMinutes * MINUTE_MS);
  const placed = await insertOrder(ctx, { minor: totalMinor, currency: cohort.currency }, { buyerId, until });
  const sold = { cohort, state: isFree ? "open" : "unpaid", places, prices } as const;
  const links = await addClaimLinks(ctx, placed, sold);
  await storeDiscounts(ctx, discounts, { order: placed, lineIds: links.map(({ orderLineId }) => orderLineId) });
  const order = isFree ? placed : { ...placed, totalMinor: await billOrder(ctx, placed, input.billing) };
  if (until) await addHolds(ctx, order.id, until);
  else await notifyOfClaimLinks(ctx, order);
  const payment = provider ? await addPayment(ctx, order, provider) : null;
  const after = { state: order.state, cohort: cohortId, places: count, order: order.code, payment: payment?.id };
  await audit(ctx, "claim_link.create", { type: "order", id: order.id }, { after });
  const expiresAt = payment?.expiresAt ?? order.expiresAt;
  return { order: { ...order, expiresAt }, payment, links };
}

async function findOffer(ctx: StepCtx, cohortId: string) {
  const [offer] = await ctx.tx
    .select({ cohort: cohorts, courseState: courses.state })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, cohortId));
  if (!offer) throw new Refusal("not_found");
  return offer;
}

/** Without money and without an address of their own a stranger could take a whole free course, under one name after the other. */
async function assertBuyer(ctx: StepCtx, buyerId: string, { priceMinor }: Cohort): Promise<void> {
  const { disabledAt, verifiedAt } = users;
  const [buyer] = await ctx.tx.select({ disabledAt, verifiedAt }).from(users).where(eq(users.id, buyerId));
  if (!buyer || buyer.disabledAt) throw new Refusal("not_found");
  if (priceMinor > 0 || buyer.verifiedAt || getActorId(ctx.actor) !== buyerId) return;
  throw new Refusal("address_not_confirmed", { words: message("refusals.places_confirm_first") });
}

/** No seat is held for a price that no provider can ever charge, or not the one that was chosen. */
function choosePayment(
  { rules }: WriteCtx,
  price: Money,
  asked: EnrolOthersInput["provider"],
): ProviderName | undefined {
  const ways = listPaymentMethods(rules, price);
  const provider = asked === "first" ? ways[0] : asked;
  if (provider && !rules.paymentProviders.includes(provider)) throw new Refusal("provider_unavailable");
  // Where no way to pay is switched on at all, the office takes the money.
  if (rules.paymentProviders.length === 0) return undefined;
  if (provider ? !ways.includes(provider) : ways.length === 0) throw new Refusal("payment_refused");
  return provider;
}

async function refuseFull(ctx: StepCtx, cohortId: string, count: number): Promise<never> {
  const left = (await countFreeSeats(ctx.tx, cohortId)) ?? 0;
  if (left === 0) throw new Refusal("cohort_full");
  throw new Refusal("cohort_full", { words: message("refusals.too_few_seats", { left, count }) });
}

async function insertOrder(
  ctx: StepCtx,
  { minor: totalMinor, currency }: Money,
  { buyerId, until }: { buyerId: string; until: Date | null },
): Promise<Order> {
  const begins = {
    ...{ id: createId("order"), buyerId, currency, totalMinor, createdAt: ctx.now },
    ...(until
      ? { state: "awaiting_payment" as const, expiresAt: until, paidAt: null }
      : { state: "paid" as const, expiresAt: null, paidAt: ctx.now }),
  };
  const order = await insertWithFreeCode(begins, {
    execute: (row) => ctx.tx.insert(orders).values(row).onConflictDoNothing({ target: orders.code }).returning(),
  });
  await recordState(ctx, { type: "order", id: order.id }, null, begins.state);
  const [stored] = await ctx.tx.select().from(orders).where(eq(orders.id, order.id));
  if (!stored) throw new Error("an order was not stored");
  return stored;
}

/** A hold for each line, as every order has them: so they are extended, released and counted like all others. */
async function addHolds(ctx: StepCtx, orderId: string, until: Date): Promise<void> {
  const lines = await ctx.tx
    .select({ orderLineId: orderLines.id, cohortId: orderLines.cohortId })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.kind, "claim")));
  await ctx.tx
    .insert(holds)
    .values(
      lines.map((line) => ({ id: createId("hold"), ...line, state: "held" as const, until, createdAt: ctx.now })),
    );
}

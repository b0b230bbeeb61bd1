import { desc, eq } from "drizzle-orm";
import type { LineKind, OrderState, PaymentState, ProviderName, ReviewReason } from "#db/enums.ts";
import {
  cohorts,
  courses,
  orderBilling,
  orderLines,
  orders,
  type PaymentPlan,
  payments,
  renewals,
} from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { type LineLeaving, listOrderLeaving } from "../courses/list-order-leaving.ts";
import { getPlanParts, type PlanPart } from "../courses/payment-plan.ts";
import { selectBuyersCredit } from "../credit/get-credit.ts";
import { selectSpentCredit } from "../ledger/credit-sums.ts";
import { selectHeldMinor } from "../instalments/held-money.ts";
import { type Instalment, selectOwnInstalments } from "../instalments/load-instalments.ts";
import { pickBilling } from "../invoices/find-buyers-billing.ts";
import type { Billing } from "../invoices/inputs.ts";
import { REVERSAL_REASONS } from "../orders/flag-reversal.ts";
import { isAllowed } from "../policy.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { mergeDiscounts } from "../pricing/merge-discounts.ts";
import { type LineDiscount, selectDiscounts } from "../pricing/select-discounts.ts";
import { sumTaxes, type TaxSum } from "../tax/sum-taxes.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";

/** What is being bought, as the summary at the side says it. */
export type OfferView = {
  cohortId: string;
  cohortName: string;
  cohortLanguage: string;
  courseTitle: string;
  titleLanguage: string;
  courseSlug: string;
  startsAt: Date | null;
  timezone: string;
  place: string;
  placeLanguage: string;
  price: Money;
};

/** `renewalDays`: for how many days it opens the course again; null for a place. `places`: how many, where they are for others. */
export type CheckoutLine = OfferView & { renewalDays: number | null; kind: LineKind; places: number };

export type AttemptView = {
  id: string;
  provider: ProviderName;
  state: PaymentState;
  failure: string | null;
  checkoutUrl: string | null;
  reference: string | null;
  amountMinor: number;
  /** The first of the instalments that it is for; none where the order is paid at once. */
  firstInstalment: number | null;
  lastInstalment: number | null;
  /** Its buyer lets the school charge the card for the parts after these. */
  keepsCard: boolean;
  /** Until when it can be paid at the provider. */
  expiresAt: Date | null;
};

export type CheckoutView = {
  orderId: string;
  buyerId: string;
  code: string;
  state: OrderState;
  total: Money;
  /** What its places cost, and why it is less. */
  list: Money;
  discounts: LineDiscount[];
  expiresAt: Date | null;
  reviewReason: ReviewReason | null;
  /** A provider will never take the payment. */
  isRefused: boolean;
  lines: CheckoutLine[];
  /** The tax in the total. */
  taxes: TaxSum[];
  /** It buys access for longer: no seat is held for it. */
  isRenewal: boolean;
  /** It is the difference for another cohort, whose seat is held; the place itself is not at stake. */
  isMove: boolean;
  /** It buys places for others, who claim them by links. */
  isForOthers: boolean;
  /** To whom it is billed, where somebody has said so for this order or the one before. */
  billing: Billing | null;
  /** On what terms it is left again, while it waits to be paid. */
  leaving: LineLeaving[];
  /** The newest first. */
  attempts: AttemptView[];
  /** What it asks for in parts, once its buyer has chosen that; before, how it may be paid so by its cohort's plan. */
  instalments: Instalment[];
  plan: PlanPart[];
  /** What its buyer has paid of it with credit, and what is left to be paid in other ways. */
  spentCredit: Money;
  /** What has come of it besides, by a transfer of a part. */
  received: Money;
  due: Money;
  /** How much credit its buyer has, for their own eyes. */
  credit: Money;
};

export const selectOffer = (language: string | undefined) => ({
  cohortId: cohorts.id,
  cohortName: selectText(cohorts.name, language),
  cohortLanguage: selectTextLanguage(cohorts.name, language),
  courseTitle: selectText(courses.title, language),
  titleLanguage: selectTextLanguage(courses.title, language),
  courseSlug: courses.slug,
  startsAt: cohorts.startsAt,
  timezone: cohorts.timezone,
  place: selectText(cohorts.place, language),
  placeLanguage: selectTextLanguage(cohorts.place, language),
  priceMinor: cohorts.priceMinor,
  currency: cohorts.currency,
});

export function toOfferView<Row extends { priceMinor: number; currency: string }>({
  priceMinor,
  currency,
  ...rest
}: Row) {
  return { ...rest, price: { minor: priceMinor, currency } };
}

/** An order on its way to being paid, for the person who placed it and for the office. Codes are read in any case. */
export async function getCheckout(ctx: ReadCtx, code: string): Promise<CheckoutView | undefined> {
  const [found] = await ctx.read
    .select({
      order: orders,
      billing: orderBilling,
      spent: selectSpentCredit(ctx.read),
      held: selectHeldMinor(ctx.read),
      credit: selectBuyersCredit(ctx.read),
      instalments: selectOwnInstalments(ctx.read),
    })
    .from(orders)
    .leftJoin(orderBilling, eq(orderBilling.orderId, orders.id))
    .where(eq(orders.code, code.toUpperCase()));
  const order = found?.order;
  if (!order || !isAllowed(ctx.actor, "order.read", { ownerId: order.buyerId })) return undefined;
  const lines = await loadLines(ctx, order.id);
  const attempts = await ctx.read
    .select({
      id: payments.id,
      provider: payments.provider,
      state: payments.state,
      failure: payments.failure,
      checkoutUrl: payments.checkoutUrl,
      reference: payments.reference,
      amountMinor: payments.amountMinor,
      firstInstalment: payments.firstInstalment,
      lastInstalment: payments.lastInstalment,
      keepsCard: payments.keepsCard,
      expiresAt: payments.expiresAt,
    })
    .from(payments)
    .where(eq(payments.orderId, order.id))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(50);
  const { instalments } = found;
  return {
    orderId: order.id,
    buyerId: order.buyerId,
    code: order.code,
    state: order.state,
    total: { minor: order.totalMinor, currency: order.currency },
    list: { minor: lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0), currency: order.currency },
    discounts: mergeDiscounts(lines.flatMap(({ discounts }) => discounts)),
    expiresAt: order.expiresAt,
    // What befell the money later is between the school and its bank.
    reviewReason: isForTheOffice(order.reviewReason) ? null : order.reviewReason,
    isRefused: order.reviewReason === "provider_refused",
    lines: toLines(lines),
    taxes: sumTaxes(lines),
    billing: found.billing && pickBilling(found.billing),
    isForOthers: lines.some(({ kind }) => kind === "claim"),
    isRenewal: lines.some(({ renewalDays }) => renewalDays !== null),
    isMove: lines.some(({ kind }) => kind === "move"),
    leaving: order.state === "awaiting_payment" ? await listOrderLeaving(ctx.read, order.id, ctx.now) : [],
    attempts,
    instalments,
    ...getCreditParts(ctx, found),
    plan: instalments.length === 0 && found.held <= 0 ? await getPlan(ctx, order, lines) : [],
  };
}

const loadLines = ({ read, language }: ReadCtx, orderId: string) =>
  read
    // What a line was ordered at stays, whatever its cohort costs since.
    .select({
      ...selectOffer(language),
      priceMinor: orderLines.unitMinor,
      currency: orders.currency,
      renewalDays: renewals.days,
      kind: orderLines.kind,
      paymentPlan: cohorts.paymentPlan,
      endsAt: cohorts.endsAt,
      discounts: selectDiscounts(read),
      ...selectTax,
    })
    .from(orderLines)
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(renewals, eq(renewals.orderLineId, orderLines.id))
    .where(eq(orderLines.orderId, orderId));

type WithCredit = { order: typeof orders.$inferSelect; spent: number; held: number; credit: number | null };

/** What credit has paid of an order that waits, what is left, and what its buyer has, which is theirs alone to see. */
function getCreditParts({ actor }: ReadCtx, { order, spent, held, credit }: WithCredit) {
  const { currency, totalMinor, buyerId, state } = order;
  const waits = state === "awaiting_payment";
  const heldMinor = waits ? Math.max(0, held) : 0;
  const spentMinor = waits ? Math.min(spent, heldMinor) : 0;
  const isBuyers = actor.type === "user" && actor.id === buyerId;
  return {
    spentCredit: { minor: spentMinor, currency },
    received: { minor: heldMinor - spentMinor, currency },
    due: { minor: Math.max(0, totalMinor - heldMinor), currency },
    credit: { minor: isBuyers ? (credit ?? 0) : 0, currency },
  };
}

/** By the plan of its cohort, from today; empty where it cannot be chosen. */
async function getPlan(ctx: ReadCtx, { state, totalMinor }: typeof orders.$inferSelect, lines: readonly LineRow[]) {
  const [line] = lines;
  const isOne = state === "awaiting_payment" && lines.length === 1 && line?.kind === "enrolment";
  if (!line || !isOne || line.paymentPlan === null) return [];
  const { plansEndWithCourse: endsWithCourse } = await getSettingsOnce(ctx);
  return getPlanParts(line, { totalMinor, now: ctx.now, endsWithCourse }) ?? [];
}

const { taxMinor, taxRatePpm, taxCategory, taxNote } = orderLines;
const selectTax = { taxMinor, taxRatePpm, taxCategory, taxNote };

type LineRow = Omit<OfferView, "price"> &
  TaxSum & {
    priceMinor: number;
    currency: string;
    renewalDays: number | null;
    kind: LineKind;
    paymentPlan: PaymentPlan | null;
    endsAt: Date | null;
  };

/** Places for others have a line each, and are shown as one. */
function toLines(rows: readonly LineRow[]): CheckoutLine[] {
  const places = rows.filter(({ kind }) => kind === "claim").length;
  const shown = rows.filter((row, at) => row.kind !== "claim" || rows.findIndex(({ kind }) => kind === "claim") === at);
  return shown.map(({ paymentPlan: _plan, endsAt: _end, ...row }) => ({
    ...toOfferView(row),
    places: row.kind === "claim" ? places : 1,
  }));
}

const OFFICE_REASONS: readonly (ReviewReason | null)[] = [...REVERSAL_REASONS, "provider_refused"];
const isForTheOffice = (reason: ReviewReason | null) => OFFICE_REASONS.includes(reason);

import { eq } from "drizzle-orm";
import { type enrolments, holds, type orders, type payments } from "#db/schema/index.ts";
import type { ProviderName } from "#db/enums.ts";
import { grantAccess } from "../access/grant-access.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { addMs, MINUTE_MS } from "../kernel/clock.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { recordState, recordStates } from "../kernel/transitions.ts";
import type { Money } from "../kernel/money.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { billOrder } from "../invoices/bill-order.ts";
import { findBuyersBilling } from "../invoices/find-buyers-billing.ts";
import type { OrderBilling } from "../invoices/inputs.ts";
import { insertWithFreeCode } from "../orders/insert-with-free-code.ts";
import { addPayment, getOrAddPayment } from "../payments/add-payment.ts";
import { getAsked } from "../payments/get-asked.ts";
import { listPaymentMethods } from "../payments/list-payment-methods.ts";
import { authorize } from "../policy.ts";
import type { PlacePrice } from "../pricing/compute-prices.ts";
import { assertCouponsUsed } from "../coupons/assert-coupons-used.ts";
import { findDiscounts, type FoundDiscounts, NO_DISCOUNTS } from "../pricing/find-discounts.ts";
import { pricePlace } from "../pricing/price-places.ts";
import { storeDiscounts } from "../pricing/store-discounts.ts";
import type { GivenAnswer } from "../questions/inputs.ts";
import { loadQuestions, requireAnswers } from "../questions/load-questions.ts";
import { assertRulesMet } from "../rules/assert-rules-met.ts";
import { storeAnswers } from "../questions/store-answers.ts";
import { enrolQueries, orderQueries } from "../enrolments/enrol-queries.ts";
import { insertEnrolment } from "../enrolments/insert-enrolment.ts";
import { isSeatKeptFor, takeBlockSeat } from "../seat-blocks/take-block-seat.ts";
import { waitingMachine } from "../seats/machine.ts";
import { claimSeat, takeHeldSeat } from "../seats/claims.ts";
import { copyTerms } from "../courses/agreed-terms.ts";
import { assertEnrolmentOpen, assertOfferOpen } from "../courses/enrolment-window.ts";

/**
 * `provider`: with which the student will pay, or the first that the school offers for the price; without one the order waits
 * until a way is chosen.
 */
export type EnrolInput = {
  cohortId: string;
  studentId: string;
  provider?: ProviderName | "first";
  /** What the student says to what the cohort asks. */
  answers?: readonly GivenAnswer[] | undefined;
  /** Of a group for which seats are kept. */
  code?: string | undefined;
  /** Codes of coupons, as they were typed: several with commas between. */
  coupon?: string | undefined;
  /** To whom it is billed; nothing where they say nothing, and it is as their order before. */
  billing?: OrderBilling | undefined;
  /** What the page said that it costs, in minor units: it is never sold for more, unless they are billed otherwise than it knew. */
  shownMinor?: number | undefined;
};

export type Enrolled = {
  enrolment: typeof enrolments.$inferSelect;
  order: typeof orders.$inferSelect;
  payment: typeof payments.$inferSelect | null;
  /** Where the student will be once everything is paid. */
  courseSlug: string;
};

/** The cohort, who asks for a place in it, and what they have there already. */
type Asked = Awaited<ReturnType<ReturnType<typeof enrolQueries>["asked"]["execute"]>>[number];

/**
 * A student takes a place in a cohort. A free one is theirs at once; a paid one is held while its order is paid. Pressing
 * twice gives the same order back. Refuses when the cohort is not open, full, or already the student's, answers that are missing, and
 * whoever does not meet its rules.
 */
export async function enrolStudent(ctx: WriteCtx, input: EnrolInput): Promise<Enrolled> {
  authorize(ctx, "enrolment.create", { ownerId: input.studentId });
  const { cohortId, studentId } = input;
  const hot = enrolQueries(ctx.tx);
  const [asked] = await hot.asked.execute({ cohortId, studentId });
  if (!asked || asked.disabledAt) throw new Refusal("not_found");

  const [present] = asked.presentId === null ? [] : await hot.present.execute({ cohortId, studentId });
  if (present) return resume(ctx, present, asked, input);

  if (isOffered(asked)) assertOfferOpen(asked, ctx.now);
  else assertEnrolmentOpen(asked, ctx.now);
  const questions = asked.hasQuestions ? await loadQuestions(ctx.tx, { courseId: asked.courseId, cohortId }) : [];
  const answers = requireAnswers(questions, input.answers ?? []);
  if (asked.hasRules) {
    const rules = await assertRulesMet(ctx, { cohortId, studentId }, { given: answers, questions });
    // Whoever was offered a seat waited for it before the office decided about each: it was promised.
    if (rules?.needsApproval && !isOffered(asked)) throw new Refusal("approval_needed");
  }
  const discounts = await findOwnDiscounts(ctx, asked, input.coupon);
  const { priceMinor, isTaxed, hasBilling } = asked;
  const priced = { cohort: asked, priceMinor, discounts, isTaxed };
  const price = await pricePlace(ctx, priced);
  await assertAsShown(ctx, { totalMinor: price.totalMinor, hasBilling, input }, priced);
  const provider = chooseWay(ctx, input.provider, { minor: price.totalMinor, currency: asked.currency });
  const kept = () => takeKept(ctx, asked, input.code);
  const enrolled =
    price.totalMinor === 0
      ? await takeFreePlace(ctx, asked, { price, discounts, kept })
      : await holdPaidPlace(ctx, asked, { price, discounts, provider, kept, billing: input.billing });
  const { order, enrolment, payment } = enrolled;
  await storeAnswers(ctx, enrolment.id, answers);
  await audit(
    ctx,
    "enrolment.create",
    { type: "enrolment", id: enrolment.id },
    {
      after: { state: enrolment.state, cohort: cohortId, student: studentId, order: order.code, payment: payment?.id },
    },
  );
  return enrolled;
}

type Shown = { totalMinor: number; hasBilling: boolean; input: EnrolInput };

/** Refuses (`price_changed`) what costs more than the page showed: that was the price for whom their order before was billed to. */
async function assertAsShown(
  ctx: StepCtx,
  { totalMinor, hasBilling, input: { studentId: buyerId, shownMinor } }: Shown,
  priced: Parameters<typeof pricePlace>[1],
): Promise<void> {
  if (shownMinor === undefined || totalMinor <= shownMinor) return;
  const buyer = hasBilling ? await findBuyersBilling(ctx.tx, { buyerId }) : undefined;
  const shown = buyer ? (await pricePlace(ctx, { ...priced, buyer })).totalMinor : totalMinor;
  if (shown > shownMinor) throw new Refusal("price_changed");
}

/** The order that already holds the place and, when it can still be paid, the attempt to pay it that is under way. */
async function resume(
  ctx: StepCtx,
  { enrolment, order: placed }: { enrolment: Enrolled["enrolment"]; order: Enrolled["order"] | null },
  { courseSlug }: Asked,
  input: EnrolInput,
): Promise<Enrolled> {
  if (enrolment.state !== "pending" || !placed) throw new Refusal("already_enrolled");
  // The order keeps the price that it was made at: a code that was typed since would be lost without a word.
  if (input.coupon?.trim()) await assertCouponsUsed(ctx, placed, input.coupon);
  const isBilled = input.billing !== undefined && placed.state === "awaiting_payment";
  const order = isBilled ? { ...placed, totalMinor: await billOrder(ctx, placed, input.billing) } : placed;
  const provider = chooseWay(ctx, input.provider, { minor: order.totalMinor, currency: order.currency });
  const payable = order.state === "awaiting_payment" && (order.expiresAt === null || order.expiresAt > ctx.now);
  const { payment } =
    provider && payable ? await getOrAddPayment(ctx, order, provider, await getAsked(ctx, order)) : { payment: null };
  const expiresAt = payment?.expiresAt ?? order.expiresAt;
  return { enrolment, order: { ...order, expiresAt }, payment, courseSlug };
}

type Wanted = { price: PlacePrice; discounts: FoundDiscounts; kept: TakeKept };
type Paid = Wanted & { provider: ProviderName | undefined; billing: OrderBilling | undefined };

async function takeFreePlace(ctx: StepCtx, asked: Asked, { price, discounts, kept }: Wanted): Promise<Enrolled> {
  const offered = (await acceptOffer(ctx, asked)) ?? (await kept());
  if (offered) {
    await takeHeldSeat(ctx, asked.id);
  } else if (!(await claimSeat(ctx, asked.id, "taken"))) throw await refuseFull(ctx, asked);

  const { addFreeOrder, addLine } = orderQueries(ctx.tx);
  const begins = newOrder(ctx, asked, {
    totalMinor: price.totalMinor,
    state: "paid",
    paidAt: ctx.now,
    expiresAt: null,
  });
  const order = await insertWithFreeCode(begins, addFreeOrder);
  const orderLineId = createId("orderLine");
  await addLine.execute({
    id: orderLineId,
    orderId: order.id,
    cohortId: asked.id,
    ...price,
    terms: [copyTerms(asked, ctx.now)],
  });
  if (offered) {
    await ctx.tx
      .update(holds)
      .set({ orderLineId, waitingId: null, state: "taken" })
      .where(eq(holds.id, offered.holdId));
  }
  await storeDiscounts(ctx, discounts, { order, lineIds: [orderLineId] });
  const enrolment = await insertEnrolment(ctx, { ...placeOf(asked), orderLineId, state: "active" });
  await noteBeginnings(ctx, order, enrolment);
  await grantAccess(ctx, enrolment, asked);
  await enqueueMail(ctx, {
    kind: "enrolment_confirmed",
    to: asked.email,
    payload: { enrolmentId: enrolment.id },
    dedupeKey: enrolment.id,
  });
  return { enrolment, order, payment: null, courseSlug: asked.courseSlug };
}

async function holdPaidPlace(
  ctx: StepCtx,
  asked: Asked,
  { price, discounts, provider, kept, billing }: Paid,
): Promise<Enrolled> {
  if (provider && !ctx.rules.paymentProviders.includes(provider)) throw new Refusal("provider_unavailable");
  assertPayable(ctx, { minor: price.totalMinor, currency: asked.currency }, provider);
  const offered = (await acceptOffer(ctx, asked)) ?? (await kept());
  if (!offered && !(await claimSeat(ctx, asked.id, "held"))) throw await refuseFull(ctx, asked);

  const { addOrder, addLine, addHold } = orderQueries(ctx.tx);
  const until = heldUntil(ctx, offered);
  const begins = newOrder(ctx, asked, {
    totalMinor: price.totalMinor,
    state: "awaiting_payment",
    paidAt: null,
    expiresAt: until,
  });
  const placed = await insertWithFreeCode(begins, addOrder);
  const orderLineId = createId("orderLine");
  const terms = [copyTerms(asked, ctx.now)];
  await addLine.execute({ id: orderLineId, orderId: placed.id, cohortId: asked.id, ...price, terms });
  if (offered) {
    // The seat that was offered becomes the order's: it is never free in between.
    await ctx.tx.update(holds).set({ orderLineId, waitingId: null, until }).where(eq(holds.id, offered.holdId));
  } else {
    await addHold.execute({ id: createId("hold"), cohortId: asked.id, orderLineId, until, now: ctx.now });
  }
  await storeDiscounts(ctx, discounts, { order: placed, lineIds: [orderLineId] });
  const isBilled = billing !== undefined || asked.hasBilling;
  const totalMinor = isBilled ? await billOrder(ctx, placed, billing) : placed.totalMinor;
  const order = { ...placed, totalMinor };
  const enrolment = await insertEnrolment(ctx, { ...placeOf(asked), orderLineId, state: "pending" });
  await noteBeginnings(ctx, order, enrolment);
  const payment = provider ? await addPayment(ctx, order, provider) : null;
  const expiresAt = payment?.expiresAt ?? order.expiresAt;
  return { enrolment, order: { ...order, expiresAt }, payment, courseSlug: asked.courseSlug };
}

const chooseWay = ({ rules }: StepCtx, wanted: EnrolInput["provider"], price: Money) =>
  wanted === "first" ? listPaymentMethods(rules, price)[0] : wanted;

/** What is taken off one's own place. Most schools have no price rule, and most students no coupon: they are asked no further. */
async function findOwnDiscounts(
  { tx, now }: StepCtx,
  asked: Asked,
  codes: string | undefined,
): Promise<FoundDiscounts> {
  if (!asked.hasPriceRules && !codes?.trim()) return NO_DISCOUNTS;
  const { priceMinor, studentId: buyerId } = asked;
  return findDiscounts({ read: tx, now }, { cohort: asked, priceMinor, count: 1, buyerId, isForOthers: false, codes });
}

/** No seat is held for a price that no provider can ever charge, or not the one that was chosen. */
function assertPayable({ rules }: StepCtx, price: Money, provider: ProviderName | undefined) {
  // Where no way to pay is switched on at all, the office takes the money.
  if (rules.paymentProviders.length === 0) return;
  const ways = listPaymentMethods(rules, price);
  if (provider ? !ways.includes(provider) : ways.length === 0) throw new Refusal("payment_refused");
}

type Offered = { holdId: string; until: Date | null };

type TakeKept = () => Promise<Offered | undefined>;

/** A seat that is kept for a group the student is of: whoever waits is passed over by nobody, for it was never free. */
async function takeKept(ctx: StepCtx, asked: Asked, code: string | undefined): Promise<Offered | undefined> {
  if (!asked.hasBlocks && !code?.trim()) return undefined;
  const who = { cohortId: asked.id, code, email: asked.email, isConfirmed: asked.verifiedAt !== null };
  const seat = await takeBlockSeat(ctx, who);
  return seat && { ...seat, until: null };
}

/** No seat for them. One that is kept for their address is theirs once it is confirmed, so they are told that instead. */
async function refuseFull(ctx: StepCtx, { id: cohortId, email, verifiedAt, hasBlocks }: Asked): Promise<Refusal> {
  const isKept = hasBlocks && verifiedAt === null && (await isSeatKeptFor(ctx, { cohortId, email }));
  if (!isKept) return new Refusal("cohort_full");
  return new Refusal("address_not_confirmed", { words: message("refusals.confirm_address_for_seat", { email }) });
}

/** A seat is kept while it is paid. One that was promised for longer stays kept for as long as was promised. */
function heldUntil(ctx: StepCtx, offered: Offered | undefined): Date {
  const until = addMs(ctx.now, ctx.rules.holdMinutes * MINUTE_MS);
  return offered?.until && offered.until > until ? offered.until : until;
}

/**
 * A student who was offered a seat from the waiting list takes that one. One who still waits for it takes what is free, or is
 * refused with the whole write, and waits no longer for a second one.
 */
async function acceptOffer(ctx: StepCtx, asked: Asked): Promise<Offered | undefined> {
  if (asked.waitingId === null) return undefined;
  const to = isOffered(asked) ? "accepted" : "left";
  await transition(ctx, waitingMachine, asked.waitingId, to, { set: { decidedAt: ctx.now } });
  return isOffered(asked) ? { holdId: asked.holdId, until: asked.offerExpiresAt } : undefined;
}

/** A seat was offered to them from the waiting list, and is held for them. */
const isOffered = (asked: Asked): asked is Asked & { holdId: string } =>
  asked.waitingState === "offered" && asked.holdId !== null;

type Order = Enrolled["order"];

function newOrder(
  ctx: StepCtx,
  asked: Asked,
  begins: Pick<Order, "totalMinor" | "state" | "paidAt" | "expiresAt">,
): Omit<Order, "code"> {
  return {
    ...begins,
    id: createId("order"),
    buyerId: asked.studentId,
    currency: asked.currency,
    createdAt: ctx.now,
    cancelledAt: null,
    cancelReason: null,
    reviewReason: null,
    reviewSince: null,
    refundHolder: null,
    refundIban: null,
    keptMinor: 0,
  };
}

const placeOf = ({ id, studentId, courseId }: Asked) => ({ studentId, cohortId: id, courseId });

async function noteBeginnings(ctx: StepCtx, order: Enrolled["order"], enrolment: Enrolled["enrolment"]) {
  await recordStates(ctx, async (each) => {
    await recordState(each, { type: "order", id: order.id }, null, order.state);
    await recordState(each, { type: "enrolment", id: enrolment.id }, null, enrolment.state);
  });
}

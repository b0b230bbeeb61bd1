import { and, eq } from "drizzle-orm";
import type { ReviewReason } from "#db/enums.ts";
import { enrolments, type orders } from "#db/schema/index.ts";
import { grantAccess } from "../access/grant-access.ts";
import { insertEnrolment } from "../enrolments/insert-enrolment.ts";
import { type Instalment, loadInstalments } from "../instalments/load-instalments.ts";
import { getRefundsUnderWay } from "../refunds/refund-due.ts";
import { settleCoupons } from "../coupons/settle-coupons.ts";
import { enrolmentMachine } from "../enrolments/machine.ts";
import { claimSeat, takeHeldSeat } from "../seats/claims.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { recordState, transition } from "../kernel/transitions.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { type InvoicingFacts, issueOnPayment, loadInvoicingFacts } from "../invoices/issue-on-payment.ts";
import { endOpenTransfers } from "../payments/end-open-transfers.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { orderMachine } from "../orders/machine.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { releaseOrder } from "./release-order.ts";
import { settleClaims } from "./settle-claims.ts";
import { type Brought, settleInstalments } from "./settle-instalments.ts";
import { settleMove } from "./settle-move.ts";
import { settleRenewal } from "./settle-renewal.ts";
import { type SettleLine, settleQueries } from "./settle-queries.ts";

/** Why a person must look at an order although money arrived. */
export type SettlementReviewReason = Extract<
  ReviewReason,
  "underpaid" | "paid_twice" | "money_after_cancellation" | "late_money_no_seat" | "late_money_enrolled_elsewhere"
>;

/** `paid_early`: a part of the next instalment has come before its day. It counts for that, and nothing is missing. */
export type Settled = "paid" | "paid_early" | SettlementReviewReason;

type Order = typeof orders.$inferSelect;

/** What the school holds for an order, in minor units, and what stands behind its lines. */
export type OrderFacts = { fundsMinor: number; lines: SettleLine[]; invoicing: InvoicingFacts };

export async function getOrderFacts(ctx: StepCtx, order: Order): Promise<OrderFacts> {
  const [fundsMinor, lines, invoicing] = await Promise.all([
    getOrderFunds(ctx.tx, order),
    settleQueries(ctx.tx).lines.execute({ orderId: order.id, buyerId: order.buyerId }),
    loadInvoicingFacts(ctx, order.id),
  ]);
  return { fundsMinor, lines, invoicing };
}

/**
 * Money for an order has arrived and stands in the ledger. Makes the order paid and opens the course where that can still be
 * done; the first of its instalments does as much, and later ones are taken each once. Otherwise keeps the money as the customer's and flags the order for a person. Never guesses.
 */
export async function settleOrder(
  ctx: StepCtx,
  order: Order,
  { fundsMinor, lines, invoicing }: OrderFacts,
  asked: Brought,
): Promise<Settled> {
  const wanted = takeForAllParts(ctx, order, asked, lines);
  const brought = await addHeld(ctx, order, wanted, fundsMinor);
  if (!brought) return (await isOfLaterPart(ctx, order, fundsMinor)) ? "paid_early" : flag(ctx, order, "underpaid");
  const isShort = brought.last !== wanted.last;
  const inParts = brought.first !== null;
  if (order.state === "cancelled") {
    const isFee = inParts && (await settleInstalments(ctx, order, brought));
    return isFee ? "paid" : flag(ctx, order, "money_after_cancellation");
  }
  if (order.state === "paid") {
    if (!inParts) {
      if (await isOfLaterPart(ctx, order, fundsMinor)) return "paid_early";
      return flag(ctx, order, (await isOfNextPart(ctx, order, fundsMinor)) ? "underpaid" : "paid_twice");
    }
    if (!(await settleInstalments(ctx, order, brought))) return flag(ctx, order, "paid_twice");
    // The rest of a part of which some had come before.
    if (brought.amountMinor >= fundsMinor) await clearReviewReason(ctx, order.id, ["paid_twice", "underpaid"]);
    else if (await isOfLaterPart(ctx, order, fundsMinor - brought.amountMinor)) return "paid";
    else if (isShort) return flag(ctx, order, "underpaid");
    return "paid";
  }
  // What a payment in parts asks for is what it has brought: of how much there is to take, `settleInstalments` has the last word.
  if (fundsMinor < (inParts ? brought.amountMinor : order.totalMinor)) return flag(ctx, order, "underpaid");
  const pay = () => transition(ctx, orderMachine, order.id, "paid", { from: [order.state], set: { paidAt: ctx.now } });
  if (lines.some(({ kind }) => kind === "renewal")) {
    const opened = await openAgain(ctx, lines);
    if (opened !== "granted") return endUnfulfilled(ctx, order, opened);
    await pay();
  } else if (lines.some(({ kind }) => kind === "claim")) {
    const placed = await settleClaims(ctx, order);
    if (placed !== "placed") return endUnfulfilled(ctx, order, placed);
    await pay();
  } else if (lines.some(({ kind }) => kind === "move")) {
    const moved = await movePlaces(ctx, order, lines);
    if (moved !== "moved") return endUnfulfilled(ctx, order, moved);
    await pay();
  } else if (order.state === "expired") {
    const placed = await claimLatePlaces(ctx, order, lines);
    if (placed !== "placed") return flag(ctx, order, placed);
    await pay();
  } else {
    // Neither waits for the other: where one is refused, both are undone.
    await Promise.all([takeHeldPlaces(ctx, order, lines), pay()]);
  }
  if (order.reviewReason !== null) await clearReviewReason(ctx, order.id);
  const settledCoupons = async () =>
    lines.some(({ hasCoupon }) => hasCoupon) && settleCoupons(ctx, order.id, { isLate: order.state === "expired" });
  if (inParts) {
    await settledCoupons();
    const isAll = (await settleInstalments(ctx, order, brought)) && brought.amountMinor >= fundsMinor;
    return isAll ? "paid" : flag(ctx, order, isShort ? "underpaid" : "paid_twice");
  }
  // Neither waits for the other.
  await Promise.all([settledCoupons(), bookPaid(ctx, order, brought, lines)]);
  await issueOnPayment(ctx, order, invoicing);
  // An attempt that had begun before some of it was paid with credit asked for all of it.
  if (fundsMinor > order.totalMinor) await setReviewReason(ctx, order.id, "paid_twice");
  return "paid";
}

/** Money that was asked for as a whole before its buyer chose to pay in parts: it pays all of them. */
function takeForAllParts(
  { now: askedAt }: StepCtx,
  { state, totalMinor }: Order,
  asked: Brought,
  [line]: readonly SettleLine[],
): Brought {
  const last = line?.lastInstalment ?? null;
  const isOpen = state === "awaiting_payment" || state === "expired";
  const isWhole = isOpen && asked.first === null && asked.amountMinor >= totalMinor;
  return isWhole && last !== null ? { ...asked, first: 1, last, askedAt } : asked;
}

/**
 * The rest of a part of which some had come before pays it whole, with what is held of it. Where what was held is gone again, or on its way back, it pays as many
 * of the parts that it was asked for as it covers, from the first on. Undefined where it covers none: then it pays nothing.
 */
async function addHeld(
  ctx: StepCtx,
  { id, state }: Order,
  brought: Brought,
  fundsMinor: number,
): Promise<Brought | undefined> {
  const { first, last, amountMinor, askedAt } = brought;
  if (first === null || last === null || state === "cancelled") return brought;
  const parts = (await loadInstalments(ctx.tx, id)).filter(
    (each) => each.state === "due" && each.number >= first && each.number <= last && each.createdAt <= askedAt,
  );
  if (amountMinor >= sum(parts)) return brought;
  const hereMinor = fundsMinor - (await getRefundsUnderWay(ctx.tx, id));
  const upTo = (number: number) => sum(parts.filter((each) => each.number <= number));
  const covered = parts.findLast(({ number }) => upTo(number) <= hereMinor);
  return covered && { ...brought, last: covered.number, amountMinor: upTo(covered.number) };
}

const sum = (parts: readonly { amountMinor: number }[]) => parts.reduce((all, each) => all + each.amountMinor, 0);

/** Less than the next of its parts has come, before the rest of it. */
async function isOfNextPart(ctx: StepCtx, { id }: Order, fundsMinor: number): Promise<boolean> {
  return (await findBegunPart(ctx, id, fundsMinor)) !== undefined;
}

/** The same before its day is over: nothing is missing yet, and it counts for that part. */
async function isOfLaterPart(ctx: StepCtx, { id, state }: Order, fundsMinor: number): Promise<boolean> {
  const part = state === "paid" ? await findBegunPart(ctx, id, fundsMinor) : undefined;
  return part !== undefined && part.lateFrom > ctx.now;
}

/** The next part, of which less than it costs is here. */
async function findBegunPart(ctx: StepCtx, orderId: string, fundsMinor: number): Promise<Instalment | undefined> {
  const due = (await loadInstalments(ctx.tx, orderId)).filter(({ state }) => state === "due");
  const next = due.filter(({ number }) => number === due[0]?.number);
  const hereMinor = fundsMinor - (await getRefundsUnderWay(ctx.tx, orderId));
  return hereMinor > 0 && hereMinor < sum(next) ? next[0] : undefined;
}

/** What a coupon has taken all off moves no money. An order is booked as paid once; when it is paid anew, by what has paid it this time. */
const bookPaid = async (
  ctx: StepCtx,
  { id, totalMinor, currency }: Order,
  { source }: Brought,
  lines: readonly SettleLine[],
) =>
  totalMinor > 0 &&
  postJournal(ctx, {
    kind: "order_paid",
    source: lines.some(({ isReopened }) => isReopened) ? source : { type: "order", id },
    lines: [
      { account: "customer_funds", detail: id, amountMinor: totalMinor, currency },
      { account: "revenue", detail: "", amountMinor: -totalMinor, currency },
    ],
  });

/**
 * The money has come in time, and what it was for cannot be given any more: the place has gone elsewhere. The order ends, so that nobody is asked to pay it again,
 * and a person decides about its money.
 */
async function endUnfulfilled(
  ctx: StepCtx,
  order: Order,
  reason: SettlementReviewReason,
): Promise<SettlementReviewReason> {
  if (order.state === "awaiting_payment") {
    const why = "what was paid for cannot be given any more";
    await transition(ctx, orderMachine, order.id, "expired", { from: ["awaiting_payment"], why });
    await endOpenTransfers(ctx, { orderId: order.id, why });
    await releaseOrder(ctx, order.id, why);
  }
  return flag(ctx, order, reason);
}

async function flag(ctx: StepCtx, order: Order, reviewReason: SettlementReviewReason): Promise<SettlementReviewReason> {
  await setReviewReason(ctx, order.id, reviewReason, { over: "any" });
  return reviewReason;
}

/** The usual way: the seats were held, and the waiting enrolments become active. */
async function takeHeldPlaces(ctx: StepCtx, order: Order, lines: readonly SettleLine[]): Promise<void> {
  const { takeHold } = settleQueries(ctx.tx);
  for (const line of lines) {
    await takeHold.execute({ orderLineId: line.id });
    await takeHeldSeat(ctx, line.cohortId);
    if (!line.pendingId) throw new Error(`order ${order.code} waits for payment without an enrolment`);
    const enrolment = await transition(ctx, enrolmentMachine, line.pendingId, "active", {
      from: ["pending"],
      set: { activatedAt: ctx.now },
    });
    await openCourse(ctx, line, enrolment);
  }
}

/** The money came after the seats were given back: honoured when every seat can still be had, and not otherwise. */
async function claimLatePlaces(
  ctx: StepCtx,
  order: Order,
  lines: readonly SettleLine[],
): Promise<"placed" | SettlementReviewReason> {
  for (const line of lines)
    if (await isEnrolledIn(ctx, order.buyerId, line.cohortId)) return "late_money_enrolled_elsewhere";
  // Such orders have one line today. Claiming one by one would leave a half-placed order behind if a later seat were missing.
  if (lines.length !== 1) return "late_money_no_seat";
  for (const line of lines) {
    if (!(await claimSeat(ctx, line.cohortId, "taken"))) return "late_money_no_seat";
    const enrolment = await insertEnrolment(ctx, {
      studentId: order.buyerId,
      cohortId: line.cohortId,
      courseId: line.courseId,
      orderLineId: line.id,
      state: "active",
    });
    await recordState(ctx, { type: "enrolment", id: enrolment.id }, null, "active", "paid late, a seat was still free");
    await openCourse(ctx, line, enrolment);
  }
  return "placed";
}

/** Access that was renewed: there is no seat to take, whether the money came in time or late. */
async function openAgain(ctx: StepCtx, lines: readonly SettleLine[]): Promise<"granted" | SettlementReviewReason> {
  for (const line of lines) {
    const settled = await settleRenewal(ctx, line.id);
    if (settled !== "granted") return settled;
  }
  return "granted";
}

/** A place that goes to a dearer cohort: its seat there was held, or can still be had. */
async function movePlaces(
  ctx: StepCtx,
  order: Order,
  lines: readonly SettleLine[],
): Promise<"moved" | SettlementReviewReason> {
  for (const { id } of lines) {
    const settled = await settleMove(ctx, { id, orderId: order.id });
    if (settled !== "moved") return settled;
  }
  return "moved";
}

async function isEnrolledIn(ctx: StepCtx, studentId: string, cohortId: string): Promise<boolean> {
  const rows = await ctx.tx
    .select({ state: enrolments.state })
    .from(enrolments)
    .where(and(eq(enrolments.studentId, studentId), eq(enrolments.cohortId, cohortId)));
  return rows.some(({ state }) => state !== "cancelled" && state !== "revoked");
}

/** The student may open the course, and is told so. */
async function openCourse(ctx: StepCtx, line: SettleLine, enrolment: typeof enrolments.$inferSelect) {
  await grantAccess(ctx, enrolment, line);
  await enqueueMail(ctx, {
    kind: "enrolment_confirmed",
    to: line.email,
    payload: { enrolmentId: enrolment.id },
    // Who was told that it was not paid after all is told again.
    dedupeKey: line.isReopened ? `${enrolment.id}:${ctx.now.getTime()}` : enrolment.id,
  });
}

import { and, eq, inArray, sql } from "drizzle-orm";
import { payments, refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { recordState, tryTransition } from "../kernel/transitions.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { flagReversal } from "../orders/flag-reversal.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { refundMachine } from "./machine.ts";
import type { RefundAtProvider } from "../payments/provider.ts";
import { authorize } from "../policy.ts";
import { flagRefundDue } from "./refund-due.ts";
import { bookReversal, undoReversal } from "./book-reversal.ts";
import { recordRefund } from "./record-refund.ts";

type Payment = typeof payments.$inferSelect;

/** booked: the ledger changed. already: nothing new. mismatch: it cannot be of this payment, so nothing was booked. */
type RecordedRefund = "booked" | "already" | "mismatch";

/**
 * Notes a refund that the provider has of a payment. One of ours goes the way of ours. One that somebody made in the provider's
 * dashboard is booked once, by the provider's id, when the money has gone: it is a fact, whatever is asked for here meanwhile.
 * Like every refund it leaves the place as it is; when it takes what the school had earned, a person is called to decide.
 */
export async function recordExternalRefund(
  ctx: WriteCtx,
  { payment, refund }: { payment: Payment; refund: RefundAtProvider },
): Promise<RecordedRefund> {
  authorize(ctx, "refund.record", {});
  const known = await ctx.tx.select().from(refunds).where(eq(refunds.paymentId, payment.id));
  const own = known.find(({ id, state }) => id === refund.refundId && state !== "external");
  if (own) return (await recordRefund(ctx, { refundId: own.id, view: refund })) ? "booked" : "already";
  const before = known.find(({ reference }) => reference === refund.reference);
  if (before) return followUp(ctx, before, refund);
  // One under way may still come to nothing.
  if (refund.state === "submitted") return "already";
  if (refund.state === "failed") {
    await add(ctx, payment, refund);
    return "already";
  }
  if (!(await fits(ctx, payment, refund))) {
    await setReviewReason(ctx, payment.orderId, "amount_mismatch", { over: "any" });
    return "mismatch";
  }
  await add(ctx, payment, refund);
  return "booked";
}

/** What the bank sent back is here again, and the refund has failed. */
async function followUp(
  ctx: StepCtx,
  before: typeof refunds.$inferSelect,
  refund: RefundAtProvider,
): Promise<RecordedRefund> {
  if (refund.state !== "failed") return "already";

  const failure = refund.failure ?? formatFailure("money_sent_back");
  const failed = await tryTransition(ctx, refundMachine, before.id, "failed", { set: { failure }, why: failure });
  if (!failed) return "already";
  const source = { type: "refund", id: failed.id } as const;
  await undoReversal(ctx, "refund_failed", { source, paymentId: failed.paymentId });
  await unflag(ctx, failed.paymentId);
  await audit(ctx, "refund.record", source, { before: { state: before.state }, after: { state: "failed", failure } });
  return "booked";
}

/** The payment must have brought the money, in that currency, and no more than that may have gone back of it. */
async function fits(ctx: StepCtx, payment: Payment, { amount }: RefundAtProvider): Promise<boolean> {
  const [gone] = await ctx.tx
    .select({ minor: sql<number>`coalesce(sum(${refunds.amountMinor}), 0)`.mapWith(Number) })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payment.id), inArray(refunds.state, ["done", "external"])));
  return (
    payment.state === "settled" &&
    amount.currency === payment.currency &&
    (gone?.minor ?? 0) + amount.minor <= payment.amountMinor
  );
}

/** Nothing is left for a person to decide when no refund of the order from outside is left. */
async function unflag(ctx: StepCtx, paymentId: string): Promise<void> {
  const order = ctx.tx.select({ id: payments.orderId }).from(payments).where(eq(payments.id, paymentId));
  const [other] = await ctx.tx
    .select({ id: refunds.id })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(inArray(payments.orderId, order), eq(refunds.state, "external")))
    .limit(1);
  if (other) return;
  const [payment] = await ctx.tx.select({ orderId: payments.orderId }).from(payments).where(eq(payments.id, paymentId));
  if (!payment) return;
  await clearReviewReason(ctx, payment.orderId, ["refunded_outside"]);
  await flagRefundDue(ctx, payment.orderId);
}

/** One that has failed already is kept as well, so that older news of it cannot be taken for money that went. */
async function add(ctx: StepCtx, payment: Payment, refund: RefundAtProvider): Promise<void> {
  const { reference, amount, reason, failure = null } = refund;
  const state = refund.state === "done" ? "external" : "failed";
  const id = createId("refund");
  // eslint-disable-next-line matricula/no-literal-text -- Kept in English; the office's pages show it in theirs (reasonWords).
  const said = reason ? `Made at the provider: ${reason.replaceAll("_", " ")}` : "Made at the provider";
  await ctx.tx.insert(refunds).values({
    id,
    paymentId: payment.id,
    state,
    amountMinor: amount.minor,
    currency: amount.currency,
    reason: said.slice(0, 1000),
    reference,
    failure,
    createdAt: ctx.now,
    doneAt: state === "external" ? ctx.now : null,
  });
  const source = { type: "refund", id } as const;
  await recordState(ctx, source, null, state, said);
  if (state === "external") await book(ctx, payment, source, amount.minor);
  const after = { state, payment: payment.id, amountMinor: amount.minor, currency: amount.currency };
  await audit(ctx, "refund.record", source, { after });
}

async function book(
  ctx: StepCtx,
  { id: paymentId, currency }: Payment,
  source: { type: "refund"; id: string },
  amountMinor: number,
): Promise<void> {
  const money = { source, paymentId, amountMinor, currency };
  const { order, email, earnedMinor } = await bookReversal(ctx, "refund_done", money);
  if (earnedMinor > 0) await flagReversal(ctx, order.id, "refunded_outside");
  await enqueueMail(ctx, { kind: "refund_done", to: email, payload: { refundId: source.id }, dedupeKey: source.id });
}

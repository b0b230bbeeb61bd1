import { and, desc, eq, isNotNull, like } from "drizzle-orm";
import { bankMatches, orders, payments, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { undoSettlement } from "../checkout/undo-settlement.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import { issueOnPayment } from "../invoices/issue-on-payment.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, tryTransition } from "../kernel/transitions.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { getOrderFunds } from "../ledger/list-balances.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { flagReversal } from "../orders/flag-reversal.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { bookReversal, undoReversal } from "../refunds/book-reversal.ts";
import { refundMachine } from "../refunds/machine.ts";
import { REOPENED, UNDONE } from "../ledger/undone-match.ts";

type Match = typeof bankMatches.$inferSelect & { orderId: string; paymentId: string };

/** Why money is out of an order again, as it is kept; the pages show it in their language (reasonWords). */
// eslint-disable-next-line matricula/no-literal-text -- Kept in English.
const MATCH_UNDONE = "A match with the bank's statement was undone";

/**
 * Takes the money of a match out of its order again, by a reversal in the ledger: nothing that was booked is changed. It stands with the order's refunds as one that
 * nobody sent, and the order is where it would be had the money not come; where that cannot be, a person is called. Refuses (`wrong_state`) money of which some went back.
 */
export async function undoMatch(
  ctx: StepCtx,
  { paymentId, amountMinor, currency }: Pick<Match, "paymentId" | "amountMinor" | "currency">,
  reason: string = MATCH_UNDONE,
): Promise<string> {
  if ((await getCommittedMinor(ctx.tx, paymentId)) > 0) {
    throw new Refusal("wrong_state", { words: message("bank.undo_after_refund") });
  }
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, paymentId));
  if (!found) throw new Refusal("not_found");
  const id = createId("refund");
  const source = { type: "refund", id } as const;
  const became = await undoSettlement(ctx, { ...found, source });
  const reference = `${became === "asked_again" ? REOPENED : UNDONE}${id}`;
  await ctx.tx.insert(refunds).values({
    ...{ id, paymentId, state: "external", amountMinor, currency, reason, reference },
    ...{ createdAt: ctx.now, doneAt: ctx.now },
  });
  await recordState(ctx, source, null, "external", reason);
  const { order } = await bookReversal(ctx, "refund_done", {
    ...{ source, paymentId, amountMinor, currency },
    isMistake: true,
  });
  if (became === "review") await flagReversal(ctx, order.id, "refunded_outside");
  // A part of the price had come by another payment, and lies here.
  const isPartHere = order.state === "awaiting_payment" && (await getOrderFunds(ctx.tx, order)) > 0;
  if (isPartHere) await setReviewReason(ctx, order.id, "underpaid");
  return id;
}

/**
 * The same line for the same order once more: the reversal is taken back, and all is as it was. Undefined where there was none, and where the
 * order asks for its money again: then it comes as any other does.
 */
export async function restoreMatch(
  ctx: StepCtx,
  { lineId, orderId, amountMinor }: Pick<Match, "lineId" | "orderId" | "amountMinor">,
): Promise<{ paymentId: string; outcome: "paid" } | undefined> {
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  // What waits may be paid by it, and by what came meanwhile: only settling it as new money says so.
  if (order?.state === "awaiting_payment") return undefined;
  const [before] = await ctx.tx
    .select({ paymentId: bankMatches.paymentId, reversalId: bankMatches.reversalId })
    .from(bankMatches)
    .innerJoin(refunds, eq(refunds.id, bankMatches.reversalId))
    .where(
      and(
        ...[eq(bankMatches.lineId, lineId), eq(bankMatches.orderId, orderId), eq(bankMatches.amountMinor, amountMinor)],
        ...[eq(bankMatches.kind, "payment"), isNotNull(bankMatches.reversalId)],
        ...[eq(refunds.state, "external"), like(refunds.reference, `${UNDONE}%`)],
      ),
    )
    .orderBy(desc(bankMatches.createdAt))
    .limit(1);
  if (!before?.reversalId || before.paymentId === null) return undefined;
  const { reversalId, paymentId } = before;
  const isRestored = await restoreReversed(ctx, order, { reversalId, paymentId });
  return isRestored ? { paymentId, outcome: "paid" } : undefined;
}

/** The reversal of a payment is taken back, and its order has the money as before. Says whether there was one that stood. */
export async function restoreReversed(
  ctx: StepCtx,
  order: typeof orders.$inferSelect | undefined,
  { reversalId, paymentId }: { reversalId: string; paymentId: string },
): Promise<boolean> {
  const failure = formatFailure("money_sent_back");
  const failed = await tryTransition(ctx, refundMachine, reversalId, "failed", {
    from: ["external"],
    set: { failure },
  });
  if (!failed) return false;
  await undoReversal(ctx, "refund_failed", { source: { type: "refund", id: failed.id }, paymentId });
  if (order?.state === "paid") {
    await clearReviewReason(ctx, order.id, ["refunded_outside"]);
    // It was paid another way meanwhile.
    if ((await getOrderFunds(ctx.tx, order)) > 0) await setReviewReason(ctx, order.id, "paid_twice");
    if ((await loadInstalments(ctx.tx, order.id)).length === 0) await issueOnPayment(ctx, order);
  }
  return true;
}

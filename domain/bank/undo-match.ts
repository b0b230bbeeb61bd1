import { and, desc, eq, isNotNull } from "drizzle-orm";
import { bankMatches, orders, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { recordState, tryTransition } from "../kernel/transitions.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { clearReviewReason } from "../orders/clear-review-reason.ts";
import { flagReversal } from "../orders/flag-reversal.ts";
import { bookReversal, undoReversal } from "../refunds/book-reversal.ts";
import { refundMachine } from "../refunds/machine.ts";

type Match = typeof bankMatches.$inferSelect & { orderId: string; paymentId: string };

/**
 * Takes the money of a match out of its order again, by a reversal in the ledger: nothing that was booked is changed. It stands with the order's refunds as one that
 * nobody sent; where the school had earned it, a person is called to say what becomes of the place. Refuses (`wrong_state`) money of which some went back.
 */
export async function undoMatch(ctx: StepCtx, { paymentId, amountMinor, currency }: Match): Promise<string> {
  if ((await getCommittedMinor(ctx.tx, paymentId)) > 0) {
    throw new Refusal("wrong_state", { words: message("bank.undo_after_refund") });
  }
  const id = createId("refund");
  // eslint-disable-next-line matricula/no-literal-text -- Kept in English; the office's pages show it in theirs (reasonWords).
  const reason = "A match with the bank's statement was undone";
  await ctx.tx.insert(refunds).values({
    ...{ id, paymentId, state: "external", amountMinor, currency, reason, reference: `bank-undone-${id}` },
    ...{ createdAt: ctx.now, doneAt: ctx.now },
  });
  const source = { type: "refund", id } as const;
  await recordState(ctx, source, null, "external", reason);
  const { order, earnedMinor } = await bookReversal(ctx, "refund_done", {
    ...{ source, paymentId, amountMinor, currency },
    isMistake: true,
  });
  if (earnedMinor > 0) await flagReversal(ctx, order.id, "refunded_outside");
  return id;
}

/** The same line for the same order once more: the reversal is taken back, and all is as it was. Undefined where there was none. */
export async function restoreMatch(
  ctx: StepCtx,
  { lineId, orderId, amountMinor }: Pick<Match, "lineId" | "orderId" | "amountMinor">,
): Promise<{ paymentId: string; outcome: "paid" } | undefined> {
  const [before] = await ctx.tx
    .select()
    .from(bankMatches)
    .where(
      and(
        ...[eq(bankMatches.lineId, lineId), eq(bankMatches.orderId, orderId), eq(bankMatches.amountMinor, amountMinor)],
        ...[eq(bankMatches.kind, "payment"), isNotNull(bankMatches.reversalId)],
      ),
    )
    .orderBy(desc(bankMatches.createdAt))
    .limit(1);
  if (!before?.reversalId || before.paymentId === null) return undefined;
  const failure = formatFailure("money_sent_back");
  const failed = await tryTransition(ctx, refundMachine, before.reversalId, "failed", {
    from: ["external"],
    set: { failure },
  });
  if (!failed) return undefined;
  await undoReversal(ctx, "refund_failed", { source: { type: "refund", id: failed.id }, paymentId: before.paymentId });
  const [order] = await ctx.tx.select({ state: orders.state }).from(orders).where(eq(orders.id, orderId));
  if (order?.state === "paid") await clearReviewReason(ctx, orderId, ["refunded_outside"]);
  return { paymentId: before.paymentId, outcome: "paid" };
}

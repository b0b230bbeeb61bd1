import { eq } from "drizzle-orm";
import { type bankMatches, refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { undoReversal } from "../refunds/book-reversal.ts";
import { refundMachine } from "../refunds/machine.ts";
import { recordRefundRequest } from "../refunds/request-refund.ts";

type Match = Pick<typeof bankMatches.$inferSelect, "kind" | "refundId">;

/**
 * The step of saying that a line was not the refund for which it was taken: the ledger takes the refund back, and as much waits to be sent by a new one. Its buyer,
 * who was told that the money is on its way, is told to which account it goes, or asked for one. Refuses (`wrong_state`) a line that says that a refund came back, and
 * a refund of a file for the bank, which the bank may have.
 */
export async function undoRefundMatch(ctx: VerbPartCtx, { kind, refundId }: Match): Promise<void> {
  const [old] = await ctx.tx
    .select()
    .from(refunds)
    .where(eq(refunds.id, refundId ?? ""));
  if (!old || kind !== "refund_sent" || old.payoutRunId !== null)
    throw new Refusal("wrong_state", { words: message("bank.undo_of_refund") });
  const failure = formatFailure("refund_not_sent");
  await transition(ctx, refundMachine, old.id, "failed", { from: ["done"], set: { failure }, why: failure });
  const { paymentId, amountMinor, reason } = old;
  await undoReversal(ctx, "refund_failed", { source: { type: "refund", id: old.id }, paymentId });
  await recordRefundRequest(ctx, { paymentId, amountMinor, reason });
}

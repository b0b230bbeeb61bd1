import { and, eq, isNull } from "drizzle-orm";
import { bankLines, bankMatches } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { VerbPartCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { undoRefundMatch } from "./undo-refund-match.ts";
import { undoReversalMatch } from "./undo-reversal-match.ts";
import { undoMatch } from "./undo-match.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";

/**
 * Returns a line to those that wait: what was ignored, what was booked to an account, and what was matched, whose money is taken out of its orders by reversals; a refund that it had
 * marked as sent waits again. Refuses (`wrong_state`) a line that waits already, money of which some went back since, and what `undoRefundMatch` refuses.
 */
export async function undoBankLine(ctx: WriteCtx, { lineId }: { lineId: string }): Promise<BankLine> {
  authorize(ctx, "bank.undo", {});
  const [before] = await ctx.tx
    .select({ state: bankLines.state, reversesId: bankLines.reversesId })
    .from(bankLines)
    .where(eq(bankLines.id, lineId));
  if (!before) throw new Refusal("not_found");
  if (before.state === "waiting") throw new Refusal("wrong_state");
  const line = await takeBankLine(ctx, lineId, before.state, "waiting", { ignoredReason: null, reversesId: null });
  const undone = await undoMatches(ctx, lineId, before.reversesId);
  await audit(
    ctx,
    "bank.undo",
    { type: "bank_line", id: lineId },
    {
      before: { state: before.state },
      after: { state: "waiting", ...(undone.length > 0 ? { reversals: undone } : {}) },
    },
  );
  return line;
}

async function undoMatches(ctx: VerbPartCtx, lineId: string, reversedId: string | null): Promise<string[]> {
  const live = await ctx.tx
    .select()
    .from(bankMatches)
    .where(and(eq(bankMatches.lineId, lineId), isNull(bankMatches.undoneAt)));
  const reversals: string[] = [];
  for (const match of live) {
    const isRefund = match.kind === "refund_sent" || match.kind === "refund_returned";
    if (isRefund && match.hasMoved) await undoRefundMatch(ctx, match);
    const { kind, paymentId, amountMinor, currency } = match;
    // What a person had confirmed before the line came is confirmed still.
    const isPayment = kind === "payment" && paymentId !== null && match.hasMoved;
    if (kind === "payment_reversed") await undoReversalMatch(ctx, match, reversedId);
    const reversalId = isPayment ? await undoMatch(ctx, { paymentId, amountMinor, currency }) : null;
    if (reversalId) reversals.push(reversalId);
    const undoneBy = ctx.actor.type === "user" ? getActorId(ctx.actor) : null;
    await ctx.tx
      .update(bankMatches)
      .set({ undoneAt: ctx.now, undoneBy, reversalId })
      .where(eq(bankMatches.id, match.id));
  }
  return reversals;
}

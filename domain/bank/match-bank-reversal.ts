import { and, eq, isNull } from "drizzle-orm";
import { bankLines, bankMatches } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { REVERSED_BY_BANK } from "../kernel/reversed-by-bank.ts";
import { authorize } from "../policy.ts";
import { findReversible } from "./reversals.ts";
import { type BankLine, takeBankLine } from "./take-bank-line.ts";
import { undoMatch } from "./undo-match.ts";

/**
 * Takes a line for the bank's taking back of money that had come in (a recall, a reversal): each order that was paid with it is asked for its money again, as when a match is
 * undone, and its buyer told. The line that had brought it stays matched: the money did come, and went. Refuses (`wrong_state`) a line that does not wait, and money that came with another
 * amount, on another account, later, for no order, or that another line has taken back.
 */
export async function matchBankReversal(
  ctx: WriteCtx,
  { lineId, reversedId }: { lineId: string; reversedId: string },
): Promise<BankLine> {
  authorize(ctx, "bank.match", {});
  const [before] = await ctx.tx.select().from(bankLines).where(eq(bankLines.id, lineId));
  if (!before) throw new Refusal("not_found");
  const reversed = await findReversible(ctx.tx, before, reversedId);
  if (!reversed) throw new Refusal("wrong_state", { words: message("bank.not_reversible") });
  const line = await takeBankLine(ctx, lineId, "waiting", "matched", { problem: null, reversesId: reversedId });
  const brought = await ctx.tx
    .select()
    .from(bankMatches)
    .where(and(eq(bankMatches.lineId, reversedId), eq(bankMatches.kind, "payment"), isNull(bankMatches.undoneAt)));
  const reversals: string[] = [];
  for (const { orderId, paymentId, amountMinor, currency } of brought) {
    if (paymentId === null) continue;
    const refundId = await undoMatch(ctx, { paymentId, amountMinor, currency }, REVERSED_BY_BANK);
    reversals.push(refundId);
    await ctx.tx.insert(bankMatches).values({
      ...{ id: createId("bankMatch"), lineId, kind: "payment_reversed", orderId, paymentId, refundId },
      ...{ amountMinor, currency, createdAt: ctx.now },
      matchedBy: ctx.actor.type === "user" ? getActorId(ctx.actor) : null,
    });
  }
  const { amountMinor, currency } = line;
  const after = { state: "matched", amountMinor, currency, reverses: reversedId, reversals };
  await audit(ctx, "bank.match", { type: "bank_line", id: lineId }, { before: { state: "waiting" }, after });
  return line;
}

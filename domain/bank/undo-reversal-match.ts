import { and, eq, isNull } from "drizzle-orm";
import { bankMatches, orders, refunds } from "#db/schema/index.ts";
import { recordTransfer } from "../checkout/record-transfer.ts";
import { getActorId } from "../kernel/actor.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { UNDONE } from "../ledger/undone-match.ts";
import { restoreReversed } from "./undo-match.ts";

type Match = typeof bankMatches.$inferSelect;

/**
 * The step of saying that the bank did not take back what a line was taken for: the money is the order's as before, or, where the order asks for its money again or was paid another way,
 * it comes as a transfer of its own, which the line that had brought it stands for from then on. `reversedId`: that line.
 */
export async function undoReversalMatch(ctx: VerbPartCtx, match: Match, reversedId: string | null): Promise<void> {
  const { orderId, paymentId, refundId, amountMinor, currency } = match;
  if (orderId === null || paymentId === null || refundId === null) throw new Error("a reversal is of a payment");
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  const [refund] = await ctx.tx.select().from(refunds).where(eq(refunds.id, refundId));
  if (!order || !refund) throw new Refusal("not_found");
  const canRestore = order.state !== "awaiting_payment" && refund.reference?.startsWith(UNDONE) === true;
  if (canRestore && (await restoreReversed(ctx, order, { reversalId: refundId, paymentId }))) return;
  const again = await recordTransfer(ctx, { orderId, amountMinor, currency, key: `bank-again-${match.id}` });
  if (reversedId === null) return;
  const [brought] = await ctx.tx
    .update(bankMatches)
    .set({ undoneAt: ctx.now, undoneBy: ctx.actor.type === "user" ? getActorId(ctx.actor) : null })
    .where(
      and(
        ...[eq(bankMatches.lineId, reversedId), eq(bankMatches.paymentId, paymentId), isNull(bankMatches.undoneAt)],
        eq(bankMatches.kind, "payment"),
      ),
    )
    .returning();
  if (!brought) return;
  await ctx.tx.insert(bankMatches).values({
    ...{ ...brought, id: createId("bankMatch"), paymentId: again.paymentId, hasMoved: true },
    ...{ createdAt: ctx.now, undoneAt: null, undoneBy: null },
  });
}

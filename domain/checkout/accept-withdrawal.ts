import { and, eq } from "drizzle-orm";
import { orders, type refunds, withdrawals } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { WITHDRAWN } from "../kernel/withdrawn.ts";
import { authorize, isAllowed } from "../policy.ts";
import { cancelOpenOrder } from "./cancel-order.ts";
import { endLines, type LineEnding } from "./end-purchase.ts";
import { getWithdrawalLanguage } from "./get-withdrawal-language.ts";
import { endOrder } from "./end-with-order.ts";
import { findEnding } from "./get-ending.ts";
import { refuseDecided } from "./refuse-decided.ts";

/**
 * The office accepts a withdrawal: every place of the order ends, and all of its money that is here goes back without a fee, at once by whoever may
 * send it, else by whoever looks after the money. An order that was not paid is cancelled. Refuses (`wrong_state`) what was decided
 * already and what names no order. The buyer is told by mail. Whoever has declared the same more than once is answered with it.
 */
export async function acceptWithdrawal(
  ctx: WriteCtx,
  input: { withdrawalId: string },
): Promise<(typeof refunds.$inferSelect)[]> {
  authorize(ctx, "withdrawal.decide", {});
  const set = { state: "accepted" as const, decidedBy: getActorId(ctx.actor), decidedAt: ctx.now };
  const [found] = await ctx.tx
    .update(withdrawals)
    .set(set)
    .where(and(eq(withdrawals.id, input.withdrawalId), eq(withdrawals.state, "open")))
    .returning();
  if (!found) return refuseDecided(ctx, input.withdrawalId);
  if (found.orderId === null) throw new Refusal("wrong_state", { words: message("withdrawals.no_order") });
  const orderId = found.orderId;
  const [order] = await ctx.tx.select().from(orders).where(eq(orders.id, orderId));
  const asked: (typeof refunds.$inferSelect)[] = [];
  if (order?.state === "awaiting_payment" || order?.state === "draft") {
    await cancelOpenOrder(ctx, order, WITHDRAWN);
  } else {
    const ending = await findEnding(ctx.tx, ctx.now, { orderId });
    const lines = (ending?.lines ?? []).flatMap(({ id: lineId, canEnd, paidMinor: amountMinor }): LineEnding[] => {
      if (canEnd) return [{ lineId, access: "ends", amountMinor }];
      return amountMinor > 0 ? [{ lineId, access: "stays", amountMinor }] : [];
    });
    const refund = isAllowed(ctx.actor, "refund.request") ? "now" : "review";
    if (lines.length > 0) {
      const ended = await endLines(ctx, { orderId, lines, why: WITHDRAWN, refund }, "withdrawal");
      await audit(ctx, "order.end", { type: "order", id: orderId }, ended.trace);
      asked.push(...ended.asked);
    }
    // An order of places for others goes on when one of them ends; this one is withdrawn from as a whole.
    if (order && lines.some(({ access }) => access === "ends")) await endOrder(ctx, order, { why: WITHDRAWN, refund });
  }
  const language = await getWithdrawalLanguage(ctx.tx, found.id);
  const to = { to: found.email, payload: { withdrawalId: found.id }, language };
  await enqueueMail(ctx, { kind: "withdrawal_accepted", ...to, dedupeKey: `${found.id}:accepted` });
  const again = and(eq(withdrawals.orderId, orderId), eq(withdrawals.state, "open"));
  const others = await ctx.tx.update(withdrawals).set(set).where(again).returning();
  for (const { id, code } of [found, ...others]) {
    const after = { state: "accepted", order: code };
    await audit(ctx, "withdrawal.decide", { type: "withdrawal", id }, { before: { state: "open" }, after });
  }
  return asked;
}

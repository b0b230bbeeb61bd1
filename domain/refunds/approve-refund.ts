import { and, eq } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { requireRecentSignIn } from "../accounts/recent-sign-in.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { authorize } from "../policy.ts";
import { loadAwaitedRefund } from "./load-awaited-refund.ts";
import { notifyOfTransfer } from "./notify-of-transfer.ts";
import { isLargeRefund } from "./request-refund.ts";

/**
 * A second person allows a refund above the school's bound: from now on it may be sent, and a transfer's account is asked for. Refuses whoever has asked for it (`forbidden`), what
 * somebody has decided already (`wrong_state`), and what a dispute has taken meanwhile (`refund_too_large`).
 */
export async function approveRefund(ctx: WriteCtx, input: { refundId: string }): Promise<typeof refunds.$inferSelect> {
  authorize(ctx, "refund.approve", {});
  const { refund, payment, order } = await loadAwaitedRefund(ctx, input.refundId);
  const decidedBy = getActorId(ctx.actor);
  if (refund.requestedBy === decidedBy) {
    throw new Refusal("forbidden", { words: message("refusals.second_person_needed") });
  }
  const { amountMinor: minor, currency } = refund;
  if (isLargeRefund({ minor, currency }, ctx.rules)) requireRecentSignIn(ctx);
  if ((await getCommittedMinor(ctx.tx, payment.id)) > payment.amountMinor) throw new Refusal("refund_too_large");
  const [approved] = await ctx.tx
    .update(refunds)
    .set({ approval: "given", decidedBy, decidedAt: ctx.now })
    .where(and(eq(refunds.id, refund.id), eq(refunds.approval, "awaited"), eq(refunds.state, "requested")))
    .returning();
  if (!approved) throw new Refusal("wrong_state");
  const after = { approval: "given", order: order.code, amountMinor: minor, currency };
  await audit(ctx, "refund.approve", { type: "refund", id: refund.id }, { before: { approval: "awaited" }, after });
  await notifyOfTransfer(ctx, { refund: approved, payment, order });
  return approved;
}

import { eq } from "drizzle-orm";
import { refunds } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { formatFailure } from "../kernel/describe-failure.ts";
import { transition } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { loadAwaitedRefund } from "./load-awaited-refund.ts";
import { refundMachine } from "./machine.ts";
import { flagRefundDue } from "./refund-due.ts";

/**
 * A refund above the school's bound is not allowed, by a second person or by whoever has asked for it: nothing is sent, its amount can be asked
 * for again, and an order that owes it calls for a person as before.
 */
export async function declineRefund(
  ctx: WriteCtx,
  input: { refundId: string; why: string },
): Promise<typeof refunds.$inferSelect> {
  authorize(ctx, "refund.decline", {});
  const { refund, order } = await loadAwaitedRefund(ctx, input.refundId);
  const failure = formatFailure("refund_not_approved");
  await transition(ctx, refundMachine, refund.id, "failed", {
    from: ["requested"],
    set: { failure },
    where: eq(refunds.approval, "awaited"),
    why: input.why,
  });
  const [declined] = await ctx.tx
    .update(refunds)
    .set({ approval: "declined", decidedBy: getActorId(ctx.actor), decidedAt: ctx.now })
    .where(eq(refunds.id, refund.id))
    .returning();
  if (!declined) throw new Error("the refund was not declined");
  await flagRefundDue(ctx, order.id);
  const after = { approval: "declined", order: order.code, why: input.why };
  await audit(ctx, "refund.decline", { type: "refund", id: refund.id }, { before: { approval: "awaited" }, after });
  return declined;
}

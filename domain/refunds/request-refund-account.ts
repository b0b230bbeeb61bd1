import { and, eq, inArray, isNull } from "drizzle-orm";
import { orders, payments, refunds, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { isApproved } from "./is-approval-needed.ts";

/**
 * Mails the buyer once more where they say to which account their refund goes: to their order, behind their sign-in, so that whoever
 * reads the mail can say nothing. At most once a day (UTC). Refuses (`wrong_state`) when no account is missing, and
 * while a second person has not allowed the refund.
 */
export async function requestRefundAccount(ctx: WriteCtx, input: { refundId: string }): Promise<{ code: string }> {
  authorize(ctx, "refund.ask", {});
  const [known] = await ctx.tx.select({ id: refunds.id }).from(refunds).where(eq(refunds.id, input.refundId));
  if (!known) throw new Refusal("not_found");
  const [found] = await ctx.tx
    .select({ code: orders.code, email: users.email })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(
      and(
        eq(refunds.id, known.id),
        eq(payments.provider, "bank"),
        inArray(refunds.state, ["requested", "submitted"]),
        isApproved,
        isNull(refunds.payoutRunId),
        isNull(orders.refundIban),
      ),
    );
  if (!found) throw new Refusal("wrong_state");
  await enqueueMail(ctx, {
    kind: "refund_account_wanted",
    to: found.email,
    payload: { refundId: known.id },
    dedupeKey: `${known.id} ${ctx.now.toISOString().slice(0, 10)}`,
  });
  await audit(ctx, "refund.ask", { type: "refund", id: known.id }, { after: { order: found.code } });
  return { code: found.code };
}

import { and, eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { isUnanswered } from "./list-due-charges.ts";

/**
 * Claims an unanswered charge for whoever asks the provider about it next. Null when somebody else asks at this moment, or its answer is known
 * by now.
 */
export async function claimCharge(
  ctx: WriteCtx,
  input: { paymentId: string },
): Promise<typeof payments.$inferSelect | null> {
  authorize(ctx, "payment.charge", {});
  const [claimed] = await ctx.tx
    .update(payments)
    .set({ chargeTriedAt: ctx.now })
    .where(and(eq(payments.id, input.paymentId), isUnanswered(ctx.now)))
    .returning();
  if (!claimed) return null;
  await audit(ctx, "payment.charge", { type: "payment", id: claimed.id }, { after: { again: true } });
  return claimed;
}

import { eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { recordDispute } from "../disputes/record-dispute.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { setReviewReason } from "../orders/set-review-reason.ts";
import { recordExternalRefund } from "../refunds/record-external-refund.ts";
import type { Reversals } from "../payments/provider.ts";

/**
 * Records every refund and dispute that the provider has of a payment, in the order in which they were made. What is known
 * stays as it is, so a message more or less, sooner or later, ends the same. A payment that brought no money has none to lose.
 */
export async function recordReversals(
  ctx: VerbPartCtx,
  paymentId: string,
  reversals: Reversals,
): Promise<"refunded" | "disputed" | "mismatch" | "already"> {
  const [payment] = await ctx.tx.select().from(payments).where(eq(payments.id, paymentId));
  if (payment?.state !== "settled") return "already";
  const seen = new Set<string>();
  for (const refund of reversals.refunds) seen.add(await recordExternalRefund(ctx, { payment, refund }));
  let isDisputed = false;
  for (const dispute of reversals.disputes) {
    const { amount } = dispute;
    if (amount.currency !== payment.currency || amount.minor > payment.amountMinor) {
      await setReviewReason(ctx, payment.orderId, "amount_mismatch", { over: "any" });
      seen.add("mismatch");
    } else if (await recordDispute(ctx, { payment, dispute })) isDisputed = true;
  }
  if (seen.has("mismatch")) return "mismatch";
  if (isDisputed) return "disputed";
  return seen.has("booked") ? "refunded" : "already";
}

import { and, desc, eq } from "drizzle-orm";
import { payments, type refunds } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { VerbPartCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { returnCredit } from "../credit/return-credit.ts";
import { getCommittedMinor } from "../ledger/get-committed-minor.ts";
import { describeRequest, recordRefundRequest, requestRefund } from "../refunds/request-refund.ts";
import type { PlaceMoney } from "./get-place-money.ts";

/**
 * The step of giving back what a cheaper cohort costs less, by the ways on which it was paid, the latest first: what a student paid to move to
 * a dearer one comes back before what they paid first. `by`: whether the terms have decided it, or the office, as whoever may give back any money.
 * Refuses (`wrong_state`) when so much is not there any more.
 */
export async function sendBackDifference(
  ctx: VerbPartCtx,
  { orders }: PlaceMoney,
  amountMinor: number,
  by: "terms" | "office" = "terms",
): Promise<(typeof refunds.$inferSelect)[]> {
  const why = "moved to a cheaper cohort";
  const asked: (typeof refunds.$inferSelect)[] = [];
  let owedMinor = amountMinor;
  if (owedMinor <= 0) return asked;
  for (const { order } of [...orders].reverse()) {
    const settled = await ctx.tx
      .select()
      .from(payments)
      .where(and(eq(payments.orderId, order.id), eq(payments.state, "settled")))
      .orderBy(desc(payments.createdAt), desc(payments.id));
    for (const payment of settled) {
      const leftMinor = payment.amountMinor - (await getCommittedMinor(ctx.tx, payment.id));
      const minor = Math.min(owedMinor, leftMinor);
      if (minor <= 0) continue;
      const request = { paymentId: payment.id, amountMinor: minor, reason: why };
      asked.push(by === "office" ? (await requestRefund(ctx, request)).refund : await askByTerms(ctx, request));
      owedMinor -= minor;
    }
    // What credit has paid of it is credit again.
    owedMinor -= await returnCredit(ctx, order, owedMinor);
  }
  if (owedMinor > 0) throw new Refusal("wrong_state", { words: message("refusals.ask_to_move_money") });
  return asked;
}

async function askByTerms(ctx: VerbPartCtx, request: Parameters<typeof recordRefundRequest>[1]) {
  const found = await recordRefundRequest(ctx, request);
  await audit(ctx, "refund.request", { type: "refund", id: found.refund.id }, { after: describeRequest(found) });
  return found.refund;
}

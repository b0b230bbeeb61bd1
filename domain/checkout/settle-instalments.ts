import type { orders, payments } from "#db/schema/index.ts";
import { takeInstalments } from "../instalments/take-instalments.ts";
import type { StepCtx } from "../kernel/command.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { resumeAfterPayment } from "./resume-after-payment.ts";

/**
 * Takes the instalments that a payment was for, books them as earned, and opens again what was suspended because they were late. Says
 * false when some of the money was for what another payment had paid already: it stays the customer's, and a person looks.
 */
export async function settleInstalments(
  ctx: StepCtx,
  order: typeof orders.$inferSelect,
  payment: typeof payments.$inferSelect,
): Promise<boolean> {
  const { id, firstInstalment: first, lastInstalment: last, amountMinor: paidMinor, currency, createdAt } = payment;
  if (first === null || last === null) return false;
  const by = { orderId: order.id, first, last, askedAt: createdAt, paymentId: id };
  const takenMinor = await takeInstalments(ctx, by);
  await postJournal(ctx, {
    kind: "instalments_paid",
    source: { type: "payment", id },
    lines: [
      { account: "customer_funds", detail: order.id, amountMinor: takenMinor, currency },
      { account: "revenue", detail: "", amountMinor: -takenMinor, currency },
    ],
  });
  await resumeAfterPayment(ctx, order.id);
  return takenMinor === paidMinor;
}

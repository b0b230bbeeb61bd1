import type { orders, payments } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { postJournal } from "../ledger/post-journal.ts";
import { endOpenTransfers, listOpenTransfers } from "../payments/end-open-transfers.ts";
import { notifyBuyer } from "../orders/notify-buyer.ts";
import type { Brought } from "./settle-instalments.ts";
import { getOrderFacts, type OrderFacts, type Settled, settleOrder } from "./settle-order.ts";

type Payment = typeof payments.$inferSelect;
type Order = typeof orders.$inferSelect;

/** How the order of a payment stands before its money is booked. */
export type SettlementFacts = OrderFacts & { openTransfers: { id: string }[] };

/** Everything that settling reads, asked for together. */
export async function getSettlementFacts(ctx: StepCtx, payment: Payment, order: Order): Promise<SettlementFacts> {
  const [facts, openTransfers] = await Promise.all([
    getOrderFacts(ctx, order),
    listOpenTransfers(ctx, { orderId: order.id, exceptId: payment.id }),
  ]);
  return { ...facts, openTransfers };
}

/**
 * Books the money of a payment that has just been settled, whoever said so, a provider or a person, and settles its order. The one
 * place that writes this journal. `brought`: what it is for, where that is not what it was asked for.
 */
export async function settlePayment(
  ctx: StepCtx,
  payment: Payment,
  order: Order,
  { openTransfers, ...facts }: SettlementFacts,
  brought: Brought = toBrought(payment),
): Promise<Settled> {
  const { provider, amountMinor, currency } = payment;
  await postJournal(ctx, {
    kind: "payment_settled",
    source: { type: "payment", id: payment.id },
    lines: [
      { account: "clearing", detail: provider, amountMinor, currency },
      { account: "customer_funds", detail: order.id, amountMinor: -amountMinor, currency },
    ],
  });
  const outcome = await settleOrder(ctx, order, { ...facts, fundsMinor: facts.fundsMinor + amountMinor }, brought);
  if (isLate(outcome)) {
    await notifyBuyer(ctx, order.buyerId, {
      kind: "late_payment_received",
      payload: { paymentId: payment.id },
      dedupeKey: payment.id,
    });
  }
  // A transfer that was asked for before another amount came is asked for no more, so that nobody confirms it.
  if (outcome === "paid" || outcome === "paid_twice") {
    await endOpenTransfers(ctx, { orderId: order.id, open: openTransfers, why: "the order is paid" });
  }
  return outcome;
}

/** What was bought cannot be given any more; whoever has sent money for it would otherwise hear nothing until somebody has looked. */
const isLate = (outcome: Settled) =>
  outcome === "money_after_cancellation" ||
  outcome === "late_money_no_seat" ||
  outcome === "late_money_enrolled_elsewhere";

/** What a payment has brought, and for which instalments. */
export const toBrought = ({
  id,
  firstInstalment: first,
  lastInstalment: last,
  amountMinor,
  createdAt,
}: Payment): Brought => ({
  ...{ first, last, amountMinor, askedAt: createdAt, paymentId: id },
  source: { type: "payment", id },
});

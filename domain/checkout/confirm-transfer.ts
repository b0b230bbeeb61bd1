import { eq } from "drizzle-orm";
import { orders, payments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadInstalments } from "../instalments/load-instalments.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transition } from "../kernel/transitions.ts";
import { getSettlementFacts, settlePayment } from "./settle-payment.ts";
import { authorize } from "../policy.ts";
import { isConfirmable } from "../payments/is-confirmable.ts";
import { paymentMachine } from "../payments/machine.ts";

/**
 * A person confirms that a bank transfer has arrived in full. Late money is honoured when a seat is free. Refuses (`wrong_state`) one that is asked
 * for no more because its order is paid by other money. Says whether the order is paid or needs a look.
 */
export async function confirmTransfer(ctx: WriteCtx, paymentId: string): Promise<"paid" | "flagged"> {
  authorize(ctx, "payment.confirm", {});
  const [found] = await ctx.tx
    .select({ payment: payments, order: orders })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(payments.id, paymentId));
  if (!found) throw new Refusal("not_found");
  const { payment, order } = found;
  if (!isConfirmable(payment, order, await loadInstalments(ctx.tx, order.id))) {
    const isOver = payment.provider === "bank" && payment.state !== "settled";
    throw new Refusal("wrong_state", isOver ? { words: message("refusals.transfer_not_asked_for") } : {});
  }
  await transition(ctx, paymentMachine, payment.id, "settled", { set: { settledAt: ctx.now } });
  const outcome = await settlePayment(ctx, payment, order, await getSettlementFacts(ctx, payment, order));
  await audit(
    ctx,
    "payment.confirm",
    { type: "payment", id: payment.id },
    { before: { state: payment.state }, after: { state: "settled", order: order.code, outcome } },
  );
  return outcome === "paid" ? "paid" : "flagged";
}

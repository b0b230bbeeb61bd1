import { HOUR_MS } from "#domain/kernel/clock.ts";
import type { RefundStatus } from "#domain/payments/provider.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { systemActor } from "./simulation.ts";
import { getSettledPayment } from "./checkout-driver.ts";
import type { ScenarioContext } from "./seed-context.ts";

/** Finance asks for money to go back: all of a payment unless an amount is said. Returns what the provider must be told. */
export async function requestRefundInSeed(
  { simulation, people }: ScenarioContext,
  orderId: string,
  reason: string,
  amountMinor?: number,
): Promise<Awaited<ReturnType<typeof requestRefund>>> {
  const payment = await getSettledPayment(simulation, orderId);
  const finance = await people.desk("finance");
  return simulation.act(finance.actor, (ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: amountMinor ?? payment.amountMinor, reason }),
  );
}

/** Asks for a refund and sends it through the gateway, which answers at once. */
export async function refundOrder(
  setting: ScenarioContext,
  orderId: string,
  reason: string,
  amountMinor?: number,
): Promise<void> {
  const { refund, payment } = await requestRefundInSeed(setting, orderId, reason, amountMinor);
  const view = await setting.simulation.runtime.providers.sandbox?.refund({
    refundId: refund.id,
    idempotencyKey: `matricula-${refund.id}`,
    reference: payment.reference ?? "",
    amount: { minor: refund.amountMinor, currency: refund.currency },
    reason,
  });
  if (view) await recordRefundView(setting, refund.id, view);
}

/** A refund by bank transfer takes its time: first it is on its way, and `afterHours` later it has arrived. */
export async function refundByTransfer(
  setting: ScenarioContext,
  orderId: string,
  { reason, afterHours }: { reason: string; afterHours: number },
): Promise<void> {
  const { refund } = await requestRefundInSeed(setting, orderId, reason);
  await recordRefundView(setting, refund.id, { state: "submitted", reference: refund.id });
  setting.simulation.after(afterHours * HOUR_MS, () =>
    recordRefundView(setting, refund.id, { state: "done", reference: refund.id }),
  );
}

export async function recordRefundView(
  { simulation }: ScenarioContext,
  refundId: string,
  view: RefundStatus,
): Promise<void> {
  await simulation.act(systemActor, (ctx) => recordRefund(ctx, { refundId, view }));
}

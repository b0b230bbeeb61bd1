import { HOUR_MS } from "#domain/kernel/clock.ts";
import type { RefundStatus } from "#domain/payments/provider.ts";
import { recordRefund } from "#domain/refunds/record-refund.ts";
import { requestRefund } from "#domain/refunds/request-refund.ts";
import { byItself } from "./simulation.ts";
import { settledPaymentOf } from "./checkout-driver.ts";
import type { Setting } from "./seed-context.ts";

/** Finance asks for money to go back: all of a payment unless an amount is said. Returns what the provider must be told. */
export async function askForRefund(
  { stage, people }: Setting,
  orderId: string,
  reason: string,
  amountMinor?: number,
): Promise<Awaited<ReturnType<typeof requestRefund>>> {
  const payment = await settledPaymentOf(stage, orderId);
  const finance = await people.desk("finance");
  return stage.act(finance.actor, (ctx) =>
    requestRefund(ctx, { paymentId: payment.id, amountMinor: amountMinor ?? payment.amountMinor, reason }),
  );
}

/** Asks for a refund and sends it through the gateway, which answers at once. */
export async function refundOrder(
  setting: Setting,
  orderId: string,
  reason: string,
  amountMinor?: number,
): Promise<void> {
  const { refund, payment } = await askForRefund(setting, orderId, reason, amountMinor);
  const view = await setting.stage.runtime.providers.sandbox?.refund({
    refundId: refund.id,
    idempotencyKey: `matricula-${refund.id}`,
    reference: payment.reference ?? "",
    amount: { minor: refund.amountMinor, currency: refund.currency },
    reason,
  });
  if (view) await noteRefund(setting, refund.id, view);
}

/** A refund by bank transfer takes its time: first it is on its way, and `afterHours` later it has arrived. */
export async function refundByTransfer(
  setting: Setting,
  orderId: string,
  { reason, afterHours }: { reason: string; afterHours: number },
): Promise<void> {
  const { refund } = await askForRefund(setting, orderId, reason);
  await noteRefund(setting, refund.id, { state: "submitted", reference: refund.id });
  setting.stage.after(afterHours * HOUR_MS, () =>
    noteRefund(setting, refund.id, { state: "done", reference: refund.id }),
  );
}

export async function noteRefund({ stage }: Setting, refundId: string, view: RefundStatus): Promise<void> {
  await stage.act(byItself, (ctx) => recordRefund(ctx, { refundId, view }));
}

import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { type AppliedUpdate, applyPaymentUpdate } from "#domain/checkout/apply-payment-update.ts";
import { findPayment } from "#domain/payments/find-payment.ts";
import { isProviderRefusal, type PaymentProvider, type PaymentStatus } from "#domain/payments/provider.ts";
import { arePaymentsOff } from "./payments-switch.ts";
import { reading, runtime, write } from "#runtime";

/** Why no event is taken just now: the provider tells it again, for days if need be. Undefined when events are taken. */
export function whyEventsWait(): "storage" | "payments_off" | undefined {
  // What could not be written down is not taken.
  if (runtime().database.storage().state !== "ok") return "storage";
  // Books that have forgotten a payment would call its event unknown, and it would never come again.
  return arePaymentsOff() ? "payments_off" : undefined;
}

/**
 * Takes an event of a provider. The signature over the raw body says that it is the provider's; how the payment stands is said
 * by an event that proves it, or by the provider when it is asked; one verb applies it. An event that was taken before, or that
 * is about nothing of ours, is a success too: the provider need not repeat it.
 */
export async function receiveProviderEvent(
  provider: PaymentProvider,
  {
    body,
    headers,
    requestId,
  }: { body: Parameters<PaymentProvider["readEvent"]>[0]; headers: Headers; requestId: string },
): Promise<AppliedUpdate> {
  const event = await provider.readEvent(body, headers, runtime().clock());
  const actor = createSystemActor(`webhook:${provider.name}`);
  let { paymentId } = event;
  let view: PaymentStatus | null = event.view ?? null;
  let setAside: "other_mode" | "unconfirmed" | undefined = event.isOtherMode ? "other_mode" : undefined;
  if (view === null) {
    const known = await findPayment(reading(actor), provider.name, event);
    const reference = known?.reference ?? event.reference;
    paymentId = known?.id ?? null;
    if (known && reference && !setAside) {
      view = await lookOrNull(provider, reference);
      if (view === null) setAside = "unconfirmed";
    }
  }
  return write(
    { actor, requestId },
    (ctx) => applyPaymentUpdate(ctx, { provider: provider.name, paymentId, view, event, setAside }),
    { beside: lockBuyer({ paymentId }) },
  );
}

/** Null when the provider says that there is no such payment: asked again it would say the same, so its message is not to come again. */
async function lookOrNull(provider: PaymentProvider, reference: string): Promise<PaymentStatus | null> {
  try {
    return await provider.look(reference);
  } catch (error) {
    if (isProviderRefusal(error) && error.about === "unknown") return null;
    throw error;
  }
}

import { type PaymentProvider, ProviderRefusal } from "#domain/payments/provider.ts";
import { cancelCheckout } from "./charge.ts";
import { findCheckout, startCheckout, toPaymentStatus } from "./checkouts.ts";
import { readSandboxEvent } from "./events.ts";
import type { Gateway } from "./gateway.ts";
import { listSandboxBalance } from "./balance.ts";
import { sandboxCards } from "./saved-cards.ts";
import { refundCheckout } from "./refunds.ts";

/** The school's side of the sandbox gateway. */
export function sandboxProvider(gateway: Gateway): PaymentProvider {
  return {
    name: "sandbox",
    label: "payments.sandbox_label",
    explanation: "payments.sandbox_explanation",
    cards: sandboxCards(gateway),
    async start(request) {
      const reference = await startCheckout(gateway, request);
      return { reference, checkoutUrl: `${gateway.pagesUrl}/${reference}` };
    },
    async look(reference) {
      const checkout = await findCheckout(gateway, reference);
      if (!checkout) throw new ProviderRefusal("unknown", "the sandbox gateway knows no such checkout");
      return toPaymentStatus(checkout, gateway.clock());
    },
    cancel: (reference) => cancelCheckout(gateway, reference),
    refund: (request) => refundCheckout(gateway, request),
    listBalanceTransactions: (since) => listSandboxBalance(gateway, since),
    readEvent: async (rawBody, headers, now) => readSandboxEvent(gateway.webhookSecret, rawBody, headers, now),
  };
}

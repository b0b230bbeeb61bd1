import type { PayOption } from "#components/checkout/pay-choice.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { Money } from "#domain/kernel/money.ts";
import { listPaymentMethods } from "#domain/payments/list-payment-methods.ts";
import { runtime } from "#runtime";

/** The ways to pay an amount that are switched on and can take it, in the order of the configuration. */
export function getPaymentOptions(amount: Money): PayOption[] {
  const t = getTranslator();
  const { rules, providers } = runtime();
  return listPaymentMethods(rules, amount).flatMap((name) => {
    const provider = providers[name];
    return provider ? [{ value: name, label: t(provider.label), explanation: t(provider.explanation) }] : [];
  });
}

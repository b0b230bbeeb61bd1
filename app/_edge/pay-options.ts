import type { PayOption } from "#components/checkout/pay-choice.tsx";
import { runtime } from "#runtime";

/** The ways to pay that are switched on, in the order of the configuration. */
export function payOptions(): PayOption[] {
  const { rules, providers } = runtime();
  return rules.paymentProviders.flatMap((name) => {
    const provider = providers[name];
    return provider ? [{ value: name, label: provider.label, explanation: provider.explanation }] : [];
  });
}

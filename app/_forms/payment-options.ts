import type { PayOption } from "#components/checkout/pay-choice.tsx";
import type { Money } from "#domain/kernel/money.ts";
import { waysToPay } from "#domain/payments/ways-to-pay.ts";
import { runtime } from "#runtime";

/** The ways to pay an amount that are switched on and can take it, in the order of the configuration. */
export function payOptions(amount: Money): PayOption[] {
  const { rules, providers } = runtime();
  return waysToPay(rules, amount).flatMap((name) => {
    const provider = providers[name];
    return provider ? [{ value: name, label: provider.label, explanation: provider.explanation }] : [];
  });
}

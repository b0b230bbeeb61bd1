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

/** What the providers that are switched on have against a price: said where it is set. */
export function priceWarnings(price: Money): string[] {
  if (price.minor === 0) return [];
  const { rules } = runtime();
  const against = rules.paymentProviders.flatMap((name) => rules.whyNotCharge?.(name, price) ?? []);
  if (against.length === 0) return [];
  const some = waysToPay(rules, price).length > 0;
  return [
    ...against,
    some ? "Buyers are offered the other ways to pay." : "Nobody can pay this price, so nobody can enrol.",
  ];
}

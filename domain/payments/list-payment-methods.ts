import type { ProviderName } from "#db/enums.ts";
import type { Rules } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";

/** The ways in which an amount can be paid, in the order in which they are offered: those whose own rules allow it. */
export function listPaymentMethods({ paymentProviders, whyNotCharge }: Rules, amount: Money): ProviderName[] {
  return paymentProviders.filter((name) => !whyNotCharge?.(name, amount));
}

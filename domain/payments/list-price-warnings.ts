import { message, type Message } from "#messages/message.ts";
import type { Rules } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { listPaymentMethods } from "./list-payment-methods.ts";

/**
 * What the providers that are switched on have against a price, in messages for whoever sets it: by a form, by a file or by a
 * program. It is no refusal: another provider may be switched on tomorrow.
 */
export function listPriceWarnings(rules: Rules, price: Money): Message[] {
  if (price.minor === 0) return [];
  const against = rules.paymentProviders.flatMap((name) => rules.whyNotCharge?.(name, price) ?? []);
  if (against.length === 0) return [];
  const some = listPaymentMethods(rules, price).length > 0;
  return [...against, some ? message("payments.offered_other_ways") : message("payments.nobody_can_pay")];
}

import { explainWay, type Bought } from "#components/checkout/explain-way.ts";
import type { PayOption } from "#components/checkout/pay-choice.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { Money } from "#domain/kernel/money.ts";
import { listPaymentMethods } from "#domain/payments/list-payment-methods.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { getTermsVersion } from "#domain/settings/get-terms-version.ts";
import { runtime } from "#runtime";

/**
 * The ways to pay an amount that are switched on and can take it, in the order of the configuration, with the terms that are accepted by
 * taking one. `bought`: what it is for.
 */
export async function getPaymentOptions(amount: Money, bought: Bought = "place"): Promise<PayOption[]> {
  const t = getTranslator();
  const { rules, providers, database } = runtime();
  const terms = getTermsVersion(await getSettingsOnce(database), t.language)?.id;
  return listPaymentMethods(rules, amount).flatMap((name) => {
    const provider = providers[name];
    return provider
      ? [
          {
            value: name,
            label: t(provider.label),
            explanation: explainWay(provider, bought),
            terms,
            keepsCards: provider.cards !== undefined,
          },
        ]
      : [];
  });
}

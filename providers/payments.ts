import type { Config } from "#config/config.ts";
import type { Database } from "#db/types.ts";
import type { ProviderName } from "#db/enums.ts";
import type { Clock } from "#domain/kernel/clock.ts";
import type { PaymentProvider } from "#domain/payments/provider.ts";
import { bankProvider } from "./bank/provider.ts";
import { withBreaker } from "./breakers.ts";
import { openGateway } from "./sandbox/gateway.ts";
import { sandboxProvider } from "./sandbox/provider.ts";
import { stripeProvider } from "./stripe/provider.ts";

export type PaymentProviders = Partial<Record<ProviderName, PaymentProvider>>;

/** What the providers are made of. `secret` is the school's; each provider makes its own key from it. */
export type ProviderOptions = { config: Config; database: Database; clock: Clock; secret: string };

const OPEN: Record<ProviderName, (parts: ProviderOptions) => PaymentProvider | undefined> = {
  sandbox: (parts) => {
    const gateway = openGateway(parts);
    return gateway && sandboxProvider(gateway);
  },
  stripe: ({ config }) => (config.stripe ? withBreaker(stripeProvider(config.stripe)) : undefined),
  bank: ({ database }) => bankProvider(database),
};

/** The ways to pay that are switched on, by name. */
export function openPaymentProviders(parts: ProviderOptions): PaymentProviders {
  const opened: PaymentProviders = {};
  for (const name of parts.config.paymentProviders) {
    const provider = OPEN[name](parts);
    if (provider) opened[name] = provider;
  }
  return opened;
}

import type { Config } from "#config";
import type { Database } from "#db/types.ts";
import type { ProviderName } from "#db/words.ts";
import type { PaymentProvider } from "#domain/payments/provider.ts";

export type PaymentProviders = Partial<Record<ProviderName, PaymentProvider>>;

/** The ways to pay that are switched on, by name. */
export function openPaymentProviders(_config: Config, _database: Database): PaymentProviders {
  return {};
}

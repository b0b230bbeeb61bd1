import type { SetupFacts } from "#domain/settings/list-setup-steps.ts";
import { runtime } from "#runtime";

/** What the school is set up with, beside its settings. A demo school takes no real money, and its mails are read in the school. */
export function getSetupFacts(): Pick<SetupFacts, "hasPayment" | "hasMailServer"> {
  const { config, rules } = runtime();
  return {
    hasPayment: rules.paymentProviders.length > 0,
    hasMailServer: !config.isReal || config.mail.smtpUrl !== null,
  };
}

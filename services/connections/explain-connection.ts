import { describeIbanFault } from "#domain/kernel/describe-iban-fault.ts";
import type { ConnectionName, Connections } from "#domain/settings/connections.ts";
import { type Message, message } from "#messages/message.ts";

/**
 * What helps beside a field that the configuration was refused for. The operator is told which line of a file to mend; whoever types here sees
 * the field. The same sentence says what is wanted of a value that is missing and of one that is wrong.
 */
export function explainConnection(name: ConnectionName, values: Connections): Message {
  if (name === "MATRICULA_BANK_IBAN") {
    const iban = values.MATRICULA_BANK_IBAN;
    return (iban && describeIbanFault(iban)) || message("admin_connections.bank_needs_both");
  }
  return message(WANTED[name]);
}

const WANTED = {
  MATRICULA_PAYMENT_PROVIDERS: "admin_connections.ways_wanted",
  MATRICULA_BANK_ACCOUNT_HOLDER: "admin_connections.bank_needs_both",
  MATRICULA_BANK_NAME: "admin_connections.one_line_wanted",
  STRIPE_SECRET_KEY: "admin_connections.stripe_key_wanted",
  STRIPE_WEBHOOK_SECRET: "admin_connections.stripe_webhook_wanted",
  SMTP_URL: "admin_connections.smtp_wanted",
  MATRICULA_MAIL_FROM: "admin_connections.from_wanted",
} as const satisfies Record<Exclude<ConnectionName, "MATRICULA_BANK_IBAN">, string>;

/** Two that are of no use without each other, and are not refused together by the configuration while Stripe is not offered. */
export function findMissingStripeKey(values: Connections): ConnectionName | undefined {
  const { STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhook } = values;
  if (key && !webhook) return "STRIPE_WEBHOOK_SECRET";
  return webhook && !key ? "STRIPE_SECRET_KEY" : undefined;
}

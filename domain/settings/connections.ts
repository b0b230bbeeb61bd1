/**
 * What an owner may set in the browser of what the operator otherwise sets in the environment, by the names that it has there. A part is taken
 * whole from one of the two: an account's holder from here and its number from there would be nobody's.
 */
export const CONNECTIONS = {
  ways: ["MATRICULA_PAYMENT_PROVIDERS"],
  bank: ["MATRICULA_BANK_ACCOUNT_HOLDER", "MATRICULA_BANK_IBAN", "MATRICULA_BANK_NAME"],
  stripe: ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
  mail: ["SMTP_URL", "MATRICULA_MAIL_FROM"],
} as const satisfies Record<string, readonly string[]>;

export type ConnectionPart = keyof typeof CONNECTIONS;
export type ConnectionName = (typeof CONNECTIONS)[ConnectionPart][number];
/** Values by their names. */
export type Connections = Partial<Record<ConnectionName, string>>;

/** Kept sealed, and shown to nobody again: a mail server's address holds its password. */
export const SECRET_CONNECTIONS: ReadonlySet<ConnectionName> = new Set([
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "SMTP_URL",
]);

/** The row of the settings table that holds them. */
export const CONNECTIONS_KEY = "connections";

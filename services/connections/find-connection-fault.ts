import type { Config } from "#config/config.ts";
import { isMailTrouble } from "#domain/mail/sender.ts";
import { isProviderRefusal, isProviderTrouble } from "#domain/payments/provider.ts";
import type { ConnectionName, ConnectionPart } from "#domain/settings/connections.ts";
import { type Message, message } from "#messages/message.ts";
import { verifySmtp } from "#providers/smtp.ts";
import { verifyStripeKey } from "#providers/stripe/verify-key.ts";

type ConnectionFault = { name: ConnectionName; message: Message };

/** Calls what a part names, and says what is wrong with it; undefined when it answers, or when the part names nothing to call. */
export async function findConnectionFault(part: ConnectionPart, config: Config): Promise<ConnectionFault | undefined> {
  if (part === "stripe" && config.stripe) return findStripeFault(config.stripe);
  if (part === "mail" && config.mail.smtpUrl !== null) return findMailFault(config.mail.smtpUrl);
  return undefined;
}

async function findStripeFault(stripe: NonNullable<Config["stripe"]>): Promise<ConnectionFault | undefined> {
  try {
    await verifyStripeKey(stripe);
    return undefined;
  } catch (error) {
    if (!isProviderTrouble(error)) throw error;
    // Whatever else it says no to, it has known the key.
    if (isProviderRefusal(error) && error.about !== "account") return undefined;
    const said = isProviderRefusal(error) ? "admin_connections.stripe_refused_key" : "admin_connections.stripe_silent";
    return { name: "STRIPE_SECRET_KEY", message: message(said) };
  }
}

async function findMailFault(smtpUrl: string): Promise<ConnectionFault | undefined> {
  try {
    await verifySmtp(smtpUrl);
    return undefined;
  } catch (error) {
    if (!isMailTrouble(error)) throw error;
    return { name: "SMTP_URL", message: message("admin_connections.mail_server_said", { reason: error.message }) };
  }
}

import type { Actor } from "#domain/kernel/actor.ts";
import { createId } from "#domain/kernel/ids.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { composeTestMail } from "#domain/mail/compose-mail.ts";
import { isMailTrouble } from "#domain/mail/sender.ts";
import { isAllowed } from "#domain/policy.ts";
import { message } from "#messages/message.ts";
import { runtime } from "#runtime";
import { getMailContext } from "./mail-context.ts";

/**
 * Sends a mail to whoever asks for it, at once and past the outbox: what the mail server says to it is the answer. Refuses
 * (`wrong_state`) without a mail server, and (`provider_unavailable`) with the server's own words what it does not take.
 */
export async function sendTestMail(actor: Actor, to: { email: string; language: string }): Promise<void> {
  if (!isAllowed(actor, "settings.edit")) throw new Refusal("forbidden");
  const { mail, database, config } = runtime();
  if (!mail) throw new Refusal("wrong_state", { words: message("refusals.no_mail_server") });
  const { direction: _, ...letter } = await composeTestMail(database.read, to.language, getMailContext());
  try {
    const messageId = `<${createId("request")}@${new URL(config.url).hostname}>`;
    await mail.send({ ...letter, to: to.email, messageId });
  } catch (error) {
    if (!isMailTrouble(error)) throw error;
    const words = message("admin_connections.mail_server_said", { reason: error.message });
    throw new Refusal("provider_unavailable", { words, cause: error });
  }
}

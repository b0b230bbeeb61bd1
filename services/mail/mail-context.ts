import type { MailContext } from "#domain/mail/compose-mail.ts";
import { translatorFor } from "#messages/translator.ts";
import { runtime } from "#runtime";

/** Where the links of a mail lead and where transfers go, as configured, and the words of the catalogue. */
export function getMailContext(): MailContext {
  const { config } = runtime();
  return {
    url: config.url,
    bank: config.bank,
    wordsIn: translatorFor,
  };
}

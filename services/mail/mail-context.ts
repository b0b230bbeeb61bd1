import type { MailContext } from "#domain/mail/compose-mail.ts";
import { createClaimSecret } from "#domain/claim-links/claim-secret.ts";
import { translatorFor } from "#messages/translator.ts";
import { runtime } from "#runtime";

/** Where the links of a mail lead and where transfers go, as configured, and the words of the catalogue. */
export function getMailContext(): MailContext {
  const { config, secret } = runtime();
  return {
    url: config.url,
    bank: config.bank,
    getClaimSecret: (link) => createClaimSecret(secret, link),
    wordsIn: translatorFor,
  };
}

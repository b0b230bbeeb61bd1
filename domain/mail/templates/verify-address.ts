import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function verifyAddress(
  { name, path, hours }: MailPayloads["verify_address"],
  school: SchoolFace,
  t: Words,
): Draft {
  return {
    subject: t("mail_accounts.verify_address_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.verify_address_please", { school: school.name })),
      button(t("mail_accounts.verify_address_yes"), path),
      aside(t("mail_accounts.verify_address_works_for", { hours })),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function invitation({ name, path, days }: MailPayloads["invitation"], school: SchoolFace, t: Words): Draft {
  return {
    subject: t("mail_accounts.invitation_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.invitation_welcome", { school: school.name })),
      button(t("mail_parts.choose_password"), path),
      aside(t("mail_accounts.invitation_works_for", { days })),
    ],
  };
}

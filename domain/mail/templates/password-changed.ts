import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function passwordChanged({ name }: MailPayloads["password_changed"], school: SchoolFace, t: Words): Draft {
  return {
    subject: t("mail_accounts.password_changed_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.password_changed_what")),
      text(t("mail_accounts.password_changed_not_you")),
      button(t("mail_parts.choose_new_password"), "/sign-in/reset"),
    ],
  };
}

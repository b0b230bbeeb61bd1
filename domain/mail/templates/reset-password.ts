import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function resetPassword(
  { name, path, minutes }: MailPayloads["reset_password"],
  school: SchoolFace,
  t: Words,
): Draft {
  return {
    subject: t("mail_accounts.reset_password_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.reset_password_asked")),
      button(t("mail_parts.choose_new_password"), path),
      text(t("mail_accounts.reset_password_works_for", { minutes })),
      aside(t("mail_accounts.reset_password_not_you")),
    ],
  };
}

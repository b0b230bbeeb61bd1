import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function studentWelcome(
  { name, path, days }: MailPayloads["student_welcome"],
  school: SchoolFace,
  t: Words,
): Draft {
  return {
    subject: t("mail_accounts.student_welcome_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.student_welcome_made", { school: school.name })),
      button(t("mail_parts.choose_password"), path),
      aside(t("mail_accounts.student_welcome_works_for", { days })),
    ],
  };
}

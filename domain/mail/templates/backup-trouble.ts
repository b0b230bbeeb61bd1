import type { Words } from "#messages/message.ts";
import { type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function backupTrouble(
  { name, what, words }: MailPayloads["backup_trouble"],
  school: SchoolFace,
  t: Words,
): Draft {
  const isOld = what === "too_old";
  return {
    subject: t(isOld ? "mail_operator.backup_too_old_subject" : "mail_operator.backup_failed_subject", {
      school: school.name,
    }),
    parts: [
      hello(name, t),
      text(t(isOld ? "mail_operator.backup_too_old_what" : "mail_operator.backup_failed_what")),
      quote(typeof words === "string" ? words : t.format(words)),
      text(t("mail_operator.backup_what_to_do")),
    ],
  };
}

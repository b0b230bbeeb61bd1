import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function waysChanged({ name, label, isNew }: MailPayloads["ways_changed"], school: SchoolFace, t: Words): Draft {
  return {
    subject: t(isNew ? "mail_accounts.way_added_subject" : "mail_accounts.way_removed_subject", { label }),
    parts: [
      hello(name, t),
      text(
        t(isNew ? "mail_accounts.way_added_what" : "mail_accounts.way_removed_what", { school: school.name, label }),
      ),
      text(t("mail_accounts.ways_changed_not_you")),
      button(t("mail_parts.choose_new_password"), "/sign-in/reset"),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import { type Draft, link, type SchoolFace, text } from "../draft.ts";

/** That a mail has arrived, and where the settings are that sent it. */
export function testMail(school: SchoolFace, t: Words): Draft {
  return {
    subject: t("mail_operator.test_subject", { school: school.name }),
    parts: [
      text(t("mail_operator.test_what")),
      link(t("mail_operator.test_settings_link"), "/admin/settings/connections"),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import { aside, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function signInCode({ name, code, minutes }: MailPayloads["sign_in_code"], school: SchoolFace, t: Words): Draft {
  return {
    subject: t("mail_accounts.sign_in_code_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.sign_in_code_type_it")),
      { type: "code", code },
      text(t("mail_accounts.sign_in_code_works_for", { minutes })),
      aside(t("mail_accounts.sign_in_code_not_you")),
    ],
  };
}

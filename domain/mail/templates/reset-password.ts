import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function resetPassword({ name, path, minutes }: MailPayloads["reset_password"], school: SchoolFace): Draft {
  return {
    subject: `Choose a new password for ${school.name}`,
    parts: [
      hello(name),
      text("You asked for a new password. Choose one here:"),
      button("Choose a new password", path),
      text(`The link works for ${minutes} minutes, once. Afterwards you are signed out everywhere else.`),
      aside("If you did not ask for it, do nothing: your password stays as it is."),
    ],
  };
}

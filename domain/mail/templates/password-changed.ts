import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function passwordChanged({ name }: MailPayloads["password_changed"], school: SchoolFace): Draft {
  return {
    subject: `Your password for ${school.name} was changed`,
    parts: [
      hello(name),
      text(
        "Your password was just changed. Every other place where you were signed in was signed out, and your API tokens and calendar link have ended.",
      ),
      text("If it was not you, choose a new one at once:"),
      button("Choose a new password", "/sign-in/reset"),
    ],
  };
}

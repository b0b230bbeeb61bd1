import { aside, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function signInCode({ name, code, minutes }: MailPayloads["sign_in_code"], school: SchoolFace): Draft {
  return {
    subject: `Your code for ${school.name}`,
    parts: [
      hello(name),
      text("Type this code where you were signing in:"),
      { type: "code", code },
      text(`It works for ${minutes} minutes, once.`),
      aside("If you did not ask for it, somebody typed your address by mistake. Without the code they cannot sign in."),
    ],
  };
}

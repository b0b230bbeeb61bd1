import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function studentWelcome({ name, path, days }: MailPayloads["student_welcome"], school: SchoolFace): Draft {
  return {
    subject: `Your account at ${school.name}`,
    parts: [
      hello(name),
      text(`${school.name} has made an account for you. Choose a password, and you see your courses and orders:`),
      button("Choose a password", path),
      aside(`The link works for ${days} days, once. Until then you need no password: you can sign in by mail, too.`),
    ],
  };
}

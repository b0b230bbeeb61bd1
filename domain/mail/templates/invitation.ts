import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function invitation({ name, path, days }: MailPayloads["invitation"], school: SchoolFace): Draft {
  return {
    subject: `Your way into the office of ${school.name}`,
    parts: [
      hello(name),
      text(`You now belong to the team of ${school.name}. Choose a password, and you are in:`),
      button("Choose a password", path),
      aside(`The link works for ${days} days, once.`),
    ],
  };
}

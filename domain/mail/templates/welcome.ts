import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function welcome({ name }: MailPayloads["welcome"], school: SchoolFace): Draft {
  return {
    subject: `Welcome to ${school.name}`,
    parts: [
      hello(name),
      text("Your account is ready. Your courses, receipts and questions will all be in one place."),
      button("Find a course", "/courses"),
    ],
  };
}

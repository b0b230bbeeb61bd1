import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

export function waysChanged({ name, label, isNew }: MailPayloads["ways_changed"], school: SchoolFace): Draft {
  const what = isNew
    ? `From now on your account at ${school.name} opens with your ${label} account too.`
    : `Your account at ${school.name} no longer opens with ${label}.`;
  return {
    subject: isNew ? `You can now sign in with ${label}` : `You no longer sign in with ${label}`,
    parts: [
      hello(name),
      text(what),
      text("If it was not you, choose a new password at once, and look under “Ways to sign in” who else can come in:"),
      button("Choose a new password", "/sign-in/reset"),
    ],
  };
}

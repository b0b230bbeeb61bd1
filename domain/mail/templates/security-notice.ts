import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

type Notice = MailPayloads["security_notice"];

const SUBJECTS: Record<Notice["event"], (school: string) => string> = {
  new_device: (school) => `A new sign-in at ${school}`,
  token_created: (school) => `A new API token for your account at ${school}`,
  calendar_link_created: (school) => `A new calendar link for your account at ${school}`,
  roles_changed: (school) => `What you may do at ${school} has changed`,
  large_refund: (school) => `A refund was made in your name at ${school}`,
  refund_account_given: (school) => `The account for your refund from ${school}`,
};

const WORDS: Record<Notice["event"], (detail: string) => string> = {
  new_device: (detail) =>
    `Somebody has just signed in to your account from a device that was not used before: ${detail}.`,
  token_created: (detail) => `An API token was made that acts as you: ${detail}.`,
  calendar_link_created: () => "A private calendar link was made. Whoever has it sees your dates.",
  roles_changed: (detail) =>
    `Your roles are now: ${detail}. You were signed out everywhere, and your API tokens and calendar link have ended.`,
  large_refund: (detail) => `You have sent a refund: ${detail}.`,
  refund_account_given: (detail) => `Your refund will go to this bank account: ${detail}.`,
};

/** To a person, about something in their account by which somebody else could do harm. */
export function securityNotice({ name, event, detail }: Notice, school: SchoolFace): Draft {
  return {
    subject: SUBJECTS[event](school.name),
    parts: [
      hello(name),
      text(WORDS[event](detail)),
      text("If it was not you, or you do not know why, choose a new password at once and write to us:"),
      button("Choose a new password", "/sign-in/reset"),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { MessageFacts } from "../get-message-facts.ts";

/** What the school wrote, to the student. */
export function ticketReply(message: MessageFacts, _school: SchoolFace, t: Words): Draft {
  const { studentName, code, subject, body, isResolved } = message;
  return {
    subject: t("mail_tickets.subject", { subject, code }),
    parts: [
      hello(studentName, t),
      text(wrote(message, t)),
      quote(body),
      button(t(isResolved ? "mail_tickets.read_or_not_resolved" : "mail_tickets.read_and_reply"), `/help/${code}`),
      aside(t("mail_tickets.reply_on_page")),
    ],
  };
}

/** Whose words follow. */
export const wrote = ({ authorName: author }: MessageFacts, t: Words): string =>
  author === null ? t("mail_tickets.school_wrote") : t("mail_tickets.person_wrote", { author });

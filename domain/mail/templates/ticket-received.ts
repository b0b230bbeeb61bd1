import type { Words } from "#messages/message.ts";
import { button, type Draft, quote, type SchoolFace, text } from "../draft.ts";
import type { MessageFacts } from "../get-message-facts.ts";
import { wrote } from "./ticket-reply.ts";

/** What a student wrote, to the desk. */
export function ticketReceived(message: MessageFacts, _school: SchoolFace, t: Words): Draft {
  const { code, subject, body } = message;
  return {
    subject: t("mail_tickets.subject", { subject, code }),
    parts: [text(wrote(message, t)), quote(body), button(t("mail_tickets.open_ticket"), `/admin/tickets/${code}`)],
  };
}

import { isolateText } from "../../kernel/isolate-text.ts";
import { button, type Draft, quote, text } from "../draft.ts";
import type { MessageFacts } from "../get-message-facts.ts";

/** What a student wrote, to the desk. */
export function ticketReceived({ authorName, code, subject, body }: MessageFacts): Draft {
  return {
    subject: `${subject} (${code})`,
    parts: [
      text(`${isolateText(authorName)} wrote:`),
      quote(body),
      button("Open the ticket", `/admin/tickets/${code}`),
    ],
  };
}

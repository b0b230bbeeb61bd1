import { isolateText } from "../../kernel/isolate-text.ts";
import { aside, button, type Draft, hello, quote, text } from "../draft.ts";
import type { MessageFacts } from "../get-message-facts.ts";

/** What the school wrote, to the student. */
export function ticketReply({ studentName, authorName, code, subject, body, isResolved }: MessageFacts): Draft {
  return {
    subject: `${subject} (${code})`,
    parts: [
      hello(studentName),
      text(`${isolateText(authorName)} wrote:`),
      quote(body),
      button(isResolved ? "Read it, or say that it is not resolved" : "Read it and reply", `/help/${code}`),
      aside("Please reply on the page, not to this mail: nobody reads what is sent here."),
    ],
  };
}

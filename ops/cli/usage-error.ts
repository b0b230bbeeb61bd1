import { MessageError } from "#messages/message-error.ts";
import { message, type Said } from "#messages/message.ts";

/** A command was called in a way that it does not know: what is wrong, and how it is called. */
export class UsageError extends MessageError {
  constructor(why: Said, usage?: Said) {
    super(usage === undefined ? why : message("cli.why_and_usage", { why, usage }));
  }
}

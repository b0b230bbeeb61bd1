import { type Said, sourceText } from "./message.ts";
// Says how a message is formatted.
import "./translator.ts";

/** An error that is told to a person in their language; its own text is the English one, for logs. */
export class MessageError extends Error {
  override name = "MessageError";
  readonly told: Said;

  constructor(told: Said, options?: ErrorOptions) {
    super(sourceText(told), options);
    this.told = told;
  }
}

/** What an error says to a person: libraries and the system speak English. */
export function toSaid(error: unknown): Said {
  if (error instanceof MessageError) return error.told;
  return error instanceof Error ? error.message : String(error);
}

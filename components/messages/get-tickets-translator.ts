import type { Translator } from "#messages/create-translator.ts";
import type { MessageKey } from "#messages/message.ts";
import { askBrowserTranslator } from "./browser-translator.ts";

type TicketsKey = Extract<MessageKey, `browser_tickets.${string}`>;

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getTicketsTranslator(): Translator<TicketsKey> {
  return askBrowserTranslator();
}

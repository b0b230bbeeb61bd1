import { createTranslator, type Translator } from "#messages/create-translator.ts";
import { TEXTS } from "#messages/generated/browser_tickets.ts";
import { LANGUAGE } from "#messages/generated/language.ts";
import type { MessageKey } from "#messages/message.ts";

type TicketsKey = Extract<MessageKey, `browser_tickets.${string}`>;

const translator = createTranslator<TicketsKey>({ ...LANGUAGE, compiledOf: (key) => TEXTS[key] ?? key });

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getTicketsTranslator(): Translator<TicketsKey> {
  return translator;
}

import { createTranslator, type Translator } from "#messages/create-translator.ts";
import { TEXTS } from "#messages/generated/browser.ts";
import { LANGUAGE } from "#messages/generated/language.ts";
import type { MessageKey } from "#messages/message.ts";

type BrowserKey = Extract<MessageKey, `browser.${string}`>;

const translator = createTranslator<BrowserKey>({ ...LANGUAGE, compiledOf: (key) => TEXTS[key] ?? key });

/**
 * The messages of a component that runs in a browser as well, or that one of those uses. They are the area `browser` and no
 * other, and few: public pages load all of them.
 */
export function getBrowserTranslator(): Translator<BrowserKey> {
  return translator;
}

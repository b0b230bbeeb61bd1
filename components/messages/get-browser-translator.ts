import type { Translator } from "#messages/create-translator.ts";
import type { MessageKey } from "#messages/message.ts";
import { askBrowserTranslator } from "./browser-translator.ts";

type BrowserKey = Extract<MessageKey, `browser.${string}`>;

/**
 * The messages of a component that runs in a browser as well, or that one of those uses. They are the area `browser` and no
 * other, and few: public pages load all of them.
 */
export function getBrowserTranslator(): Translator<BrowserKey> {
  return askBrowserTranslator();
}

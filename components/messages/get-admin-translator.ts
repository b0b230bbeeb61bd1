import type { Translator } from "#messages/create-translator.ts";
import type { MessageKey } from "#messages/message.ts";
import { askBrowserTranslator } from "./browser-translator.ts";

type AdminKey = Extract<MessageKey, `browser_admin.${string}`>;

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getAdminTranslator(): Translator<AdminKey> {
  return askBrowserTranslator();
}

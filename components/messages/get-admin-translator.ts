import { createTranslator, type Translator } from "#messages/create-translator.ts";
import { TEXTS } from "#messages/generated/browser_admin.ts";
import { LANGUAGE } from "#messages/generated/language.ts";
import type { MessageKey } from "#messages/message.ts";

type AdminKey = Extract<MessageKey, `browser_admin.${string}`>;

const translator = createTranslator<AdminKey>({ ...LANGUAGE, compiledOf: (key) => TEXTS[key] ?? key });

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getAdminTranslator(): Translator<AdminKey> {
  return translator;
}

import { createTranslator } from "#messages/create-translator.ts";
import { TEXTS } from "#messages/generated/browser_account.ts";
import { LANGUAGE } from "#messages/generated/language.ts";
import type { MessageKey } from "#messages/message.ts";
import { type RichTranslator, withRich } from "./with-rich.ts";

type AccountKey = Extract<MessageKey, `browser_account.${string}`>;

const translator = withRich(createTranslator<AccountKey>({ ...LANGUAGE, compiledOf: (key) => TEXTS[key] ?? key }));

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getAccountTranslator(): RichTranslator<AccountKey> {
  return translator;
}

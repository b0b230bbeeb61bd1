import type { MessageKey } from "#messages/message.ts";
import { askBrowserTranslator } from "./browser-translator.ts";
import { type RichTranslator, withRich } from "./with-rich.ts";

type AccountKey = Extract<MessageKey, `browser_account.${string}`>;

/** As `getBrowserTranslator`, for what is loaded only where it is shown. */
export function getAccountTranslator(): RichTranslator<AccountKey> {
  const translator = askBrowserTranslator();
  return "rich" in translator ? (translator as RichTranslator) : withRich(translator);
}

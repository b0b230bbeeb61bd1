import type { Message } from "#messages/message.ts";
import type { Translator } from "#messages/create-translator.ts";

declare global {
  /** `var`, because only that becomes a property of globalThis: the bundler makes several copies of a module. */
  var matriculaTranslator: (() => Translator) | undefined;
}

/** On the server it is the translator of the request, in a browser the one of the page. */
export function setBrowserTranslator(get: () => Translator): void {
  globalThis.matriculaTranslator = get;
}

export function askBrowserTranslator(): Translator {
  return globalThis.matriculaTranslator?.() ?? WITHOUT_MESSAGES;
}

const nameOf = (key: string) => key;

/** Where a page broke before its messages came, the names of messages are better than a second error. */
const WITHOUT_MESSAGES = Object.assign(nameOf, {
  format: ({ key }: Message) => key,
  parts: (key: string) => [key],
  language: "en",
  locale: "en-GB",
  direction: "ltr",
}) as Translator;

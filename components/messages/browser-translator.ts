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
  const get = globalThis.matriculaTranslator;
  if (!get) throw new Error("no messages have been loaded: BrowserMessages must stand around what shows them");
  return get();
}

import { translatorFor } from "#messages/translator.ts";
import { getLanguage } from "#messages/request-language.ts";
import { setBrowserTranslator } from "./browser-translator.ts";
import { type RichTranslator, withRich } from "./with-rich.ts";

const translators = new Map<string, RichTranslator>();

function getCurrent(): RichTranslator {
  const language = getLanguage();
  let translator = translators.get(language);
  if (!translator) {
    translator = withRich(translatorFor(language));
    translators.set(language, translator);
  }
  return translator;
}

/** Next begins a page beside its layouts, before it is known who is signed in and reads which language: so each use asks again. */
// The function is there to be called through; what it lacks of a translator is never asked of it.
const translator = new Proxy((() => "") as unknown as RichTranslator, {
  apply: (_, self, values) => Reflect.apply(getCurrent(), self, values),
  get: (_, name) => Reflect.get(getCurrent(), name),
});

/**
 * The messages of what runs on the server, in the language of the request that it runs in. It reads the catalogue, so a
 * browser's bundle cannot hold it. Ask for it where it is used, never at the top of a module.
 */
export function getTranslator(): RichTranslator {
  return translator;
}

// Components that run in a browser as well find it by this while the server draws them.
setBrowserTranslator(getTranslator);

import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { type Catalogue, loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import { setSourceFormat } from "./message.ts";
import { createTranslator, type LanguageFacts, type Translator } from "./create-translator.ts";

const translators = new Map<string, Translator>();

setSourceFormat((said) => translatorFor(SOURCE_LANGUAGE).format(said));

/** The translator of a language; of English for one that is not there. */
export function translatorFor(language: string): Translator {
  const known = loadCatalogue().has(language) ? language : SOURCE_LANGUAGE;
  let translator = translators.get(known);
  if (!translator) {
    translator = translatorOf(known, loadCatalogue());
    translators.set(known, translator);
  }
  return translator;
}

export function translatorOf(language: string, catalogue: Catalogue): Translator {
  const texts = catalogue.get(language);
  const fallback = catalogue.get(SOURCE_LANGUAGE);
  const compiled = new Map<string, CompiledMessage>();
  const compiledOf = (key: string) => {
    let message = compiled.get(key);
    if (message === undefined) {
      message = compile(texts?.get(key) ?? fallback?.get(key) ?? key);
      compiled.set(key, message);
    }
    return message;
  };
  return createTranslator({ ...languageFacts(language, catalogue), compiledOf });
}

export function languageFacts(language: string, catalogue: Catalogue): LanguageFacts {
  const texts = catalogue.get(language);
  return {
    language,
    locale: texts?.get("language.locale") ?? language,
    direction: texts?.get("language.direction") === "rtl" ? "rtl" : "ltr",
  };
}

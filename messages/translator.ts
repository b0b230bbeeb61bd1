import compile from "icu-minify/compile";
import format, { type CompiledMessage, type FormatValues } from "icu-minify/format";
import { type Catalogue, loadCatalogue, SOURCE_LANGUAGE } from "./catalogue.ts";
import type { ArgumentsOf, Message, MessageKey, PlainKey, RichArguments } from "./message.ts";

/** Formats messages in one language. Many of them live beside each other: there is no language of the process. */
export type Translator = {
  <Key extends PlainKey>(key: Key, ...values: ArgumentsOf<Key>): string;
  /** A message that somebody else has chosen: a refusal, a stored reason. */
  format(message: Message): string;
  /** A sentence with links or marks in it, as its parts. */
  parts<Key extends MessageKey, Drawn>(key: Key, values: RichArguments<Key, Drawn>): (string | Drawn)[];
  /** The language's tag: `de`. */
  readonly language: string;
  /** How dates, numbers and money are formatted: `de-CH`. */
  readonly locale: string;
  readonly direction: "ltr" | "rtl";
};

const translators = new Map<string, Translator>();

/** The translator of a language; of English for one that is not there. */
export function translatorFor(language: string): Translator {
  const known = loadCatalogue().has(language) ? language : SOURCE_LANGUAGE;
  let translator = translators.get(known);
  if (!translator) {
    translator = createTranslator(known, loadCatalogue());
    translators.set(known, translator);
  }
  return translator;
}

export function createTranslator(language: string, catalogue: Catalogue): Translator {
  const texts = catalogue.get(language);
  const fallback = catalogue.get(SOURCE_LANGUAGE);
  const locale = texts?.get("language.locale") ?? language;
  const compiled = new Map<string, CompiledMessage>();
  const options = { formatters: formattersOf(locale) };
  const textOf = (key: string) => texts?.get(key) ?? fallback?.get(key) ?? key;
  const fill = <Drawn>(key: string, values: unknown) => {
    let message = compiled.get(key);
    if (message === undefined) {
      message = compile(textOf(key));
      compiled.set(key, message);
    }
    return format<Drawn>(message, locale, values as FormatValues<Drawn>, options);
  };
  const translate = (key: string, values: unknown = NO_VALUES) => fill(key, values) as string;
  const parts = <Drawn>(key: string, values: unknown) => {
    const filled = fill<Drawn>(key, values);
    return Array.isArray(filled) ? filled : [filled];
  };
  const direction = texts?.get("language.direction") === "rtl" ? "rtl" : "ltr";
  const formatMessage = ({ key, values }: Message) => translate(key, values);
  return Object.assign(translate, { format: formatMessage, parts, language, locale, direction }) as Translator;
}

const NO_VALUES = {};

/** Made once a language: making a formatter costs more than a hundred uses of it. */
function formattersOf(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const cardinal = new Intl.PluralRules(locale);
  const ordinal = new Intl.PluralRules(locale, { type: "ordinal" });
  return {
    getNumberFormat: (_locale?: Intl.LocalesArgument, options?: Intl.NumberFormatOptions) =>
      options === undefined ? number : new Intl.NumberFormat(locale, options),
    getPluralRules: (_locale?: Intl.LocalesArgument, options?: Intl.PluralRulesOptions) =>
      options?.type === "ordinal" ? ordinal : cardinal,
    // Dates are formatted in their place's timezone by formatInstant, and go into a sentence as text.
    getDateTimeFormat: (): never => {
      throw new TypeError("format dates with formatInstant");
    },
  };
}

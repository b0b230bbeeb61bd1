import format, { type CompiledMessage, type FormatValues } from "icu-minify/format";
import type { Value } from "./argument-types.ts";
import type { Message, MessageKey, RichArguments, Said, TextArguments } from "./message.ts";

/** Formats messages in one language. Many of them live beside each other: there is no language of the process. */
export type Translator<Keys extends MessageKey = MessageKey> = {
  <Key extends Keys>(key: Key, ...values: TextArguments<Key>): string;
  /** What somebody else has chosen to say: a refusal, a stored reason. */
  format(said: Said): string;
  /** A sentence with links or marks in it, as its parts. */
  parts<Key extends Keys, Drawn>(key: Key, values: RichArguments<Key, Drawn>): (string | Drawn)[];
} & Readonly<LanguageFacts>;

/** What `language.json` says of a language. */
export type LanguageFacts = {
  /** Its tag: `de`. */
  language: string;
  /** How dates, numbers and money are formatted: `de-CH`. */
  locale: string;
  direction: "ltr" | "rtl";
};

export type MessageSource = LanguageFacts & { compiledOf: (key: string) => CompiledMessage };

export function createTranslator<Keys extends MessageKey>(source: MessageSource): Translator<Keys> {
  const { language, locale, direction, compiledOf } = source;
  const options = { formatters: formattersOf(locale) };
  const fill = <Drawn>(key: string, values: unknown = NO_VALUES) =>
    format<Drawn>(compiledOf(key), locale, values as FormatValues<Drawn>, options);
  const translate = (key: string, values?: unknown) => fill(key, values) as string;
  const parts = <Drawn>(key: string, values: unknown) => {
    const filled = fill<Drawn>(key, values);
    return Array.isArray(filled) ? filled : [filled];
  };
  const formatValue = (value: Value | Message) => (typeof value === "object" ? formatSaid(value) : value);
  const formatSaid = (said: Said): string =>
    typeof said === "string"
      ? said
      : translate(
          said.key,
          Object.fromEntries(Object.entries(said.values ?? {}).map(([name, value]) => [name, formatValue(value)])),
        );
  return Object.assign(translate, { format: formatSaid, parts, language, locale, direction }) as Translator<Keys>;
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

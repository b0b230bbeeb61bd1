import { message } from "#messages/message.ts";
import { assertEditVersion, getEditVersion } from "../kernel/edit-version.ts";
import { isLanguage } from "../kernel/is-language.ts";
import { Refusal } from "../kernel/refusal.ts";

type Texts<Field extends string> = Partial<Record<Field, string>>;
type Translations<Field extends string> = Record<string, Texts<Field>> | null;

type Given<Field extends string> = {
  present: Translations<Field>;
  fields: readonly Field[];
  language: string;
  /** The language in which all that is not translated stands. */
  written: string;
  texts: Texts<NoInfer<Field>>;
  seen: string | undefined;
};

type Merged<Field extends string> = { translations: Translations<Field>; before: unknown; after: unknown };

/**
 * Puts one language's texts among those of the others: an empty one is none, and a language that has none is taken out. Undefined
 * when nothing changes. Refuses a language that does not exist or in which the course is written, unless its texts are taken out, and
 * what changed since it was `seen`.
 */
export function mergeTranslation<Field extends string>(given: Given<Field>): Merged<Field> | undefined {
  const { present, fields, language, written, seen } = given;
  const row = pickTexts(present, fields, language);
  const wanted = pickTexts({ [language]: given.texts }, fields, language);
  const isSame = fields.every((field) => row[field] === wanted[field]);
  // A row that was made by hand may have a language with empty texts.
  if (isSame && (withoutEmpty(row) !== null || present?.[language] === undefined)) return undefined;
  const texts = withoutEmpty(wanted);
  if (texts && !isLanguage(language)) {
    throw new Refusal("invalid_input", { fields: { language: message("fields.no_such_language") } });
  }
  // What was given before the course came to be written in it may be mended still.
  if (texts && language === written && present?.[language] === undefined) {
    throw new Refusal("invalid_input", { fields: { language: message("fields.language_of_course") } });
  }
  assertEditVersion({ row, fields, wanted, seen });
  const { [language]: before = null, ...others } = present ?? {};
  const all = texts ? { ...others, [language]: texts } : others;
  return { translations: Object.keys(all).length > 0 ? all : null, before, after: texts ?? {} };
}

/** The mark of one language's texts, which a form about them sends along: whoever writes another language is not in its way. */
export function getTranslationVersion<Field extends string>(
  present: Translations<Field>,
  fields: readonly Field[],
  language: string,
): string {
  return getEditVersion(pickTexts(present, fields, language), fields);
}

function pickTexts<Field extends string>(from: Translations<Field>, fields: readonly Field[], language: string) {
  const texts = from?.[language];
  return Object.fromEntries(fields.map((field) => [field, texts?.[field] ?? ""])) as Record<Field, string>;
}

function withoutEmpty<Field extends string>(texts: Record<Field, string>): Texts<Field> | null {
  const given = Object.entries(texts).filter(([, text]) => text !== "");
  return given.length > 0 ? (Object.fromEntries(given) as Texts<Field>) : null;
}

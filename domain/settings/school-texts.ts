import { toStoredSearchText } from "../kernel/search-text.ts";
import type { SchoolSettings } from "./inputs.ts";

type Settings = Pick<SchoolSettings, "language" | "translations">;
type SchoolText = "motto" | "terms" | "refundPolicy" | "taxNote";

/** A text that the school has written, and in which language it stands: it is not in every one that the school speaks. */
export type WrittenText = { text: string; language: string };

/** One of the school's own texts in a language. What is not given in it stands as it was written. */
export function getSchoolText(
  settings: Settings & Pick<SchoolSettings, SchoolText>,
  name: SchoolText,
  wanted: string | undefined,
): WrittenText {
  const given = wanted === undefined ? undefined : settings.translations[wanted]?.[name];
  return wanted !== undefined && given
    ? { text: given, language: wanted }
    : { text: settings[name], language: settings.language };
}

/** What a subject is called in a language. Courses and addresses keep the one name that stands in them. */
export function getSubjectName({ translations }: Settings, subject: string, wanted: string | undefined): string {
  const names = wanted === undefined ? undefined : translations[wanted]?.subjects;
  return (names && Object.hasOwn(names, subject) && names[subject]) || subject;
}

/** The subjects that are called something with this word in any of the school's other languages. */
export function findSubjectsNamed({ translations }: Pick<Settings, "translations">, word: string): string[] {
  const named = Object.values(translations).flatMap(({ subjects = {} }) => Object.entries(subjects));
  return named.filter(([, name]) => toStoredSearchText(name).includes(word)).map(([subject]) => subject);
}

import { type SQL, sql } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Course } from "./machine.ts";

type Field = "title" | "summary" | "description";
type Translated = Partial<Pick<Course, Field>> & Pick<Course, "translations" | "language">;

/** In which language each of a course's texts stands: a page in another one has to say so. */
export type TextLanguages = Record<Field, string>;

/** A course's texts in a language, and which of them are in it. What is not given in it stands as it was written. */
export function localizeCourse<Row extends Translated>(
  course: Row,
  language: string | undefined,
): Row & { textLanguages: TextLanguages } {
  const written = { title: course.language, summary: course.language, description: course.language };
  const translation = language === undefined ? undefined : course.translations?.[language];
  if (language === undefined || !translation) return { ...course, textLanguages: written };
  const given = Object.entries(translation).filter(([field, text]) => field in course && text !== "");
  const translated = Object.fromEntries(given.map(([field]) => [field, language]));
  return { ...course, ...Object.fromEntries(given), textLanguages: { ...written, ...translated } };
}

/** SQL: what is given of a text in a language. */
const selectGiven = (field: "title" | "summary", language: string) =>
  sql`nullif((${courses.translations} -> cast(${language} as text)) ->> ${sql.raw(`'${field}'`)}, '')`;

/** SQL: one of the texts as `localizeCourse` gives it, for what selects a course beside other things. */
export function selectCourseText(field: "title" | "summary", language: string | undefined): SQL<string> {
  const written = courses[field];
  if (language === undefined) return sql<string>`${written}`;
  return sql<string>`coalesce(${selectGiven(field, language)}, ${written})`;
}

/** SQL: in which language that text stands: a page in another one has to say so. */
export function selectTextLanguage(field: "title" | "summary", language: string | undefined): SQL<string> {
  if (language === undefined) return sql<string>`${courses.language}`;
  return sql<string>`case when ${selectGiven(field, language)} is null then ${courses.language} else cast(${language} as text) end`;
}

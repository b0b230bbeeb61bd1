import { type SQL, sql } from "drizzle-orm";
import { courses } from "#db/schema/index.ts";
import type { Course } from "./machine.ts";

type Texts = Pick<Course, "title" | "summary" | "description">;
type Translated = Partial<Texts> & Pick<Course, "translations">;

/** A course's texts in a language. What is not given in it stands as it was written. */
export function localizeCourse<Row extends Translated>(course: Row, language: string | undefined): Row {
  const translation = language === undefined ? undefined : course.translations?.[language];
  if (!translation) return course;
  const given = Object.entries(translation).filter(([field, text]) => field in course && text !== "");
  return { ...course, ...Object.fromEntries(given) };
}

/** SQL: one of the texts as `localizeCourse` gives it, for what selects a course beside other things. */
export function selectCourseText(field: "title" | "summary", language: string | undefined): SQL<string> {
  const written = courses[field];
  if (language === undefined) return sql<string>`${written}`;
  const given = sql`(${courses.translations} -> cast(${language} as text)) ->> ${sql.raw(`'${field}'`)}`;
  return sql<string>`coalesce(nullif(${given}, ''), ${written})`;
}

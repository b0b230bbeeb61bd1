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

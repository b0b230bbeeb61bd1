import type { CourseCard } from "#domain/courses/list-course-cards.ts";
import type { PlainKey } from "#messages/message.ts";
import { getTranslator } from "../messages/get-translator.ts";

const LABELS: Record<CourseCard["level"], PlainKey> = {
  any: "catalogue.level_any",
  beginner: "catalogue.level_beginner",
  intermediate: "catalogue.level_intermediate",
  advanced: "catalogue.level_advanced",
};

/** How hard a course is, for whoever looks for one. */
export function levelLabel(level: CourseCard["level"]): string {
  return getTranslator()(LABELS[level]);
}

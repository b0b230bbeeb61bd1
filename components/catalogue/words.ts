import type { SeatState } from "#domain/courses/seat-state.ts";
import type { CourseCard } from "#domain/courses/list-course-cards.ts";

export const LEVEL_WORDS: Record<CourseCard["level"], string> = {
  any: "All levels",
  beginner: "Beginner",
  intermediate: "Intermediate",
  advanced: "Advanced",
};

/** What a list or a card says about seats: the word, and whether it is worth a colour. */
export function seatWords(state: SeatState, left: number | null): { text: string; pressing: boolean } {
  switch (state) {
    case "full":
      return { text: "Full", pressing: true };
    case "few":
      return { text: `${left ?? "Few"} left`, pressing: true };
    case "open":
      return { text: left === null ? "" : `${left.toLocaleString("en")} left`, pressing: false };
    case "not_yet":
      return { text: "Opens later", pressing: false };
    case "closed":
      return { text: "Enrolment closed", pressing: false };
    case "finished":
      return { text: "Over", pressing: false };
  }
}

let languageNames: Intl.DisplayNames | undefined;

/** `pt-BR` as people say it: Brazilian Portuguese. */
export function languageName(tag: string): string {
  languageNames ??= new Intl.DisplayNames(["en"], { type: "language" });
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

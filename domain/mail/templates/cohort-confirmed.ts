import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, link, type SchoolFace, text } from "../draft.ts";
import type { DecisionFacts } from "../get-decision-facts.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";

/** Tells a student that a cohort with a minimum number takes place. */
export function cohortConfirmed(place: EnrolmentFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course } = place;
  return {
    subject: t("mail_courses.cohort_confirmed_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t("mail_courses.cohort_confirmed_what", { course })),
      cohortFacts(place, t),
      button(t("mail_parts.open_course"), `/learning/${place.courseSlug}`),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

/** Tells whoever decides that the day has come on which the school says whether a cohort takes place. */
export function cohortToDecide(facts: DecisionFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, studentsMin: min, taken: count } = facts;
  return {
    subject: t("mail_courses.cohort_to_decide_subject", { course }),
    parts: [
      hello(facts.name, t),
      text(t("mail_courses.cohort_to_decide_what", { count, min })),
      cohortFacts(facts, t),
      button(t("mail_courses.cohort_to_decide_button"), `/admin/courses/${facts.courseId}/cohorts/${facts.cohortId}`),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import { button, type Draft, file, hello, link, type SchoolFace, text } from "../draft.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";

/** Tells a student that the school has moved their place: where and when it is now. */
export function enrolmentMoved(place: EnrolmentFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort } = place;
  return {
    subject: t("mail_courses.enrolment_moved_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t("mail_courses.enrolment_moved_what", { course, cohort })),
      cohortFacts(place, t),
      button(t("mail_parts.open_course"), `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [file(t("mail_parts.put_dates_into_calendar"), `/calendar/${place.cohortId}.ics`)] : []),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

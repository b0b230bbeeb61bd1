import type { Words } from "#messages/message.ts";
import { type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import type { ApplicationFacts } from "../get-application-facts.ts";

/** Tells a student that the school has not given them a place, and why. */
export function applicationDeclined(application: ApplicationFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort, reply } = application;
  return {
    subject: t("mail_courses.application_declined_subject", { course }),
    parts: [
      hello(application.studentName, t),
      text(t("mail_courses.application_declined_what", { course })),
      facts([
        [t("mail_courses.application_cohort"), cohort],
        [t("mail_courses.application_reply"), reply],
      ]),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

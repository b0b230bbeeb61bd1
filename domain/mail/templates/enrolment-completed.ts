import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, link, type SchoolFace, text } from "../draft.ts";
import type { CompletionFacts } from "../get-completion-facts.ts";

/** Tells a student that they have completed a course by what they did in it. */
export function enrolmentCompleted(completed: CompletionFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, courseSlug, enrolmentId, isCertified } = completed;
  return {
    subject: t("mail_courses.enrolment_completed_subject", { course }),
    parts: [
      hello(completed.studentName, t),
      text(t("mail_courses.enrolment_completed_what", { course })),
      ...(isCertified
        ? [
            text(t("mail_courses.enrolment_completed_certificate")),
            link(t("mail_courses.certificate_open"), `/certificates/mine/${enrolmentId}`),
          ]
        : []),
      button(t("mail_parts.open_course"), `/learning/${courseSlug}`),
    ],
  };
}

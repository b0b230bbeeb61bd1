import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, link, quote, type SchoolFace, text } from "../draft.ts";
import type { AnnouncementFacts } from "../get-announcement-facts.ts";

/** What a teacher or the office wrote to the students of a course. An answer becomes a ticket about the course. */
export function announcement(facts: AnnouncementFacts, _school: SchoolFace, t: Words): Draft {
  const { studentName, authorName, courseId, courseTitle, courseSlug, subject, body } = facts;
  return {
    subject,
    parts: [
      hello(studentName, t),
      text(t("mail_courses.announcement_wrote", { author: authorName, course: courseTitle })),
      quote(body),
      button(t("mail_courses.announcement_open_course"), `/learning/${courseSlug}`),
      link(t("mail_courses.announcement_answer"), `/help/new?about=${encodeURIComponent(`course:${courseId}`)}`),
      aside(t("mail_courses.announcement_why", { course: courseTitle })),
    ],
  };
}

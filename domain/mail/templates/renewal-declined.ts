import type { Words } from "#messages/message.ts";
import { type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import type { RenewalFacts } from "../get-renewal-facts.ts";

/** Tells a student that the school has not renewed their access, and why. */
export function renewalDeclined(renewal: RenewalFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, answer } = renewal;
  return {
    subject: t("mail_courses.renewal_declined_subject", { course }),
    parts: [
      hello(renewal.studentName, t),
      text(t("mail_courses.renewal_declined_what", { course })),
      facts([[t("mail_courses.access_reason"), answer]]),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

import type { Words } from "#messages/message.ts";
import type { AccessFacts } from "../get-access-facts.ts";
import { button, type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import { formatAccessEnd } from "../format-access-end.ts";

const SUBJECTS = {
  extended: "mail_courses.access_extended_subject",
  shortened: "mail_courses.access_shortened_subject",
  given: "mail_courses.access_given_subject",
  revoked: "mail_courses.access_revoked_subject",
} as const;

const WHAT = {
  extended: "mail_courses.access_extended_what",
  shortened: "mail_courses.access_shortened_what",
  given: "mail_courses.access_given_what",
  revoked: "mail_courses.access_revoked_what",
} as const;

/** Tells a student what the school did to their access, why, and until when the course is open to them now. */
export function accessChanged(access: AccessFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, change, endsAt, why } = access;
  return {
    subject: t(SUBJECTS[change], { course }),
    parts: [
      hello(access.studentName, t),
      text(t(WHAT[change], { course })),
      facts([
        [t("mail_courses.access_label"), sayAccess(endsAt, school.timezone, t)],
        [t("mail_courses.access_reason"), why],
      ]),
      ...(endsAt === undefined ? [] : [button(t("mail_parts.open_course"), `/learning/${access.courseSlug}`)]),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

function sayAccess(endsAt: Date | null | undefined, timezone: string, t: Words): string {
  if (endsAt === undefined) return t("mail_courses.access_not_open");
  if (endsAt === null) return t("mail_courses.access_for_good");
  return t("mail_courses.access_until", { end: formatAccessEnd(endsAt, timezone, t) });
}

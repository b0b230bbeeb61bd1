import type { Words } from "#messages/message.ts";
import { button, type Draft, hello, link, type SchoolFace, text } from "../draft.ts";
import { formatAccessEnd } from "../format-access-end.ts";
import type { EndingFacts } from "../get-ending-facts.ts";

/** Reminds a student that a course closes to them, on their own clock, with the way to renew. */
export function accessEnds(ending: EndingFacts, _school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, isOver, isRenewable } = ending;
  const end = formatAccessEnd(ending.endsAt, ending.timezone, t);
  const at = `/learning/${ending.courseSlug}/renew`;
  return {
    subject: isOver
      ? t("mail_courses.access_has_ended_subject", { course })
      : t("mail_courses.access_ends_subject", { course }),
    parts: [
      hello(ending.studentName, t),
      text(
        isOver
          ? t("mail_courses.access_has_ended_what", { course, end })
          : t("mail_courses.access_ends_what", { course, end }),
      ),
      text(isRenewable ? t("mail_courses.access_ends_renew") : t("mail_courses.access_ends_ask")),
      isRenewable
        ? button(t("mail_courses.access_ends_renew_button"), at)
        : button(t("mail_courses.access_ends_look_button"), at),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

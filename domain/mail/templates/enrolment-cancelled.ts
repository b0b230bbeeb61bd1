import type { Words } from "#messages/message.ts";
import { aside, button, type Draft, hello, link, quote, type SchoolFace, text } from "../draft.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

export function enrolmentCancelled(
  { place, why, isOwn }: { place: EnrolmentFacts; why: string; isOwn: boolean },
  _school: SchoolFace,
  t: Words,
): Draft {
  const { order, courseTitle: course, cohortName: cohort } = place;
  const isPaid = order !== null && order.paidAt !== null && order.total.minor > 0;
  return {
    subject: t("mail_courses.enrolment_cancelled_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(
        isOwn
          ? t("mail_courses.enrolment_cancelled_by_you", { course, cohort })
          : t("mail_courses.enrolment_cancelled_what", { course, cohort }),
      ),
      ...(why.trim() === "" ? [] : [quote(why.trim())]),
      ...(isPaid
        ? [
            text(t("mail_courses.enrolment_cancelled_money")),
            link(t("mail_courses.enrolment_cancelled_account"), `/orders/${order.code}`),
          ]
        : []),
      button(t("mail_parts.ask_about_it"), "/help/new"),
      ...(order ? [aside(t("mail_courses.enrolment_cancelled_order", { order: order.code }))] : []),
    ],
  };
}

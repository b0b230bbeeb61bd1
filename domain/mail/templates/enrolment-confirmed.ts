import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, file, hello, link, type SchoolFace, text } from "../draft.ts";
import { formatDate } from "../format-instant.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";

/** Tells a student that the place is theirs. It is the receipt as well. */
export function enrolmentConfirmed(place: EnrolmentFacts, school: SchoolFace, t: Words): Draft {
  const { order, courseTitle: course } = place;
  const isPaid = order !== null && order.total.minor > 0;
  return {
    subject: t("mail_courses.enrolment_confirmed_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t("mail_courses.enrolment_confirmed_what", { course })),
      cohortFacts(place, t),
      button(t("mail_parts.open_course"), `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [file(t("mail_parts.put_dates_into_calendar"), `/calendar/${place.cohortId}.ics`)] : []),
      ...(isPaid
        ? [
            text(t("mail_courses.enrolment_confirmed_receipt")),
            receipt(order, school, t),
            link(t("mail_courses.enrolment_confirmed_receipt_page"), `/orders/${order.code}`),
          ]
        : []),
      ...(isPaid && school.refundPolicy ? [text(school.refundPolicy)] : []),
    ],
  };
}

function receipt(order: NonNullable<EnrolmentFacts["order"]>, school: SchoolFace, t: Words) {
  return facts([
    [t("mail_parts.order"), order.code],
    [t("mail_courses.receipt_paid"), formatMoney(order.total, t)],
    [t("mail_courses.receipt_on"), order.paidAt && formatDate(order.paidAt, school.timezone, t)],
    [t("mail_courses.receipt_to"), school.name],
  ]);
}

import type { Words } from "#messages/message.ts";
import { button, type Draft, file, hello, link, type SchoolFace, text } from "../draft.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";
import { leavingParts } from "./leaving-parts.ts";
import { receiptFacts } from "./receipt-facts.ts";

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
            receiptFacts({ ...place, order }, school, t),
            link(t("mail_courses.enrolment_confirmed_receipt_page"), `/orders/${order.code}`),
            ...(order.plan
              ? [file(t("mail_courses.receipt_download"), `/orders/${order.code}/papers/payment-1.pdf`)]
              : []),
          ]
        : []),
      ...(isPaid ? leavingParts(place, school, t) : []),
    ],
  };
}

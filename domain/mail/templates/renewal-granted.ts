import type { Words } from "#messages/message.ts";
import { button, type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import { formatAccessEnd } from "../format-access-end.ts";
import type { RenewalFacts } from "../get-renewal-facts.ts";
import { receiptFacts } from "./receipt-facts.ts";

/** Tells a student until when their access was renewed. It is the receipt as well. */
export function renewalGranted(renewal: RenewalFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, days, endsAt, answer, order } = renewal;
  const isPaid = order !== null && order.total.minor > 0;
  return {
    subject: t("mail_courses.renewal_granted_subject", { course }),
    parts: [
      hello(renewal.studentName, t),
      text(t("mail_courses.renewal_granted_what", { course, days })),
      facts([
        [
          t("mail_courses.access_label"),
          endsAt && t("mail_courses.access_until", { end: formatAccessEnd(endsAt, school.timezone, t) }),
        ],
        [t("mail_courses.renewal_answer"), answer],
      ]),
      button(t("mail_parts.open_course"), `/learning/${renewal.courseSlug}`),
      ...(isPaid
        ? [
            text(t("mail_courses.enrolment_confirmed_receipt")),
            receiptFacts({ ...renewal, order, courseTitle: t("mail_courses.renewal_of", { course, days }) }, school, t),
            link(t("mail_courses.enrolment_confirmed_receipt_page"), `/orders/${order.code}`),
          ]
        : []),
    ],
  };
}

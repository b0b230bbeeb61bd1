import type { Words } from "#messages/message.ts";
import { formatMoney, type Money } from "../../kernel/money.ts";
import { button, type Draft, file, hello, link, type SchoolFace, text } from "../draft.ts";
import type { EnrolmentFacts } from "../order-facts.ts";
import { cohortFacts } from "./cohort-facts.ts";
import { leavingParts } from "./leaving-parts.ts";
import { receiptFacts } from "./receipt-facts.ts";

/** `difference`: the order of what its student has paid to move to a dearer cohort; `returned`: what a cheaper one gives back. */
export type MovedFacts = { place: EnrolmentFacts; difference: EnrolmentFacts["order"]; returned: Money | null };

/** Tells a student that their place was moved, by the school or by themselves: where and when it is now. */
export function enrolmentMoved({ place, difference, returned }: MovedFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort } = place;
  return {
    subject: t("mail_courses.enrolment_moved_subject", { course }),
    parts: [
      hello(place.studentName, t),
      text(t("mail_courses.enrolment_moved_what", { course, cohort })),
      cohortFacts(place, t),
      ...(returned ? [text(t("mail_courses.enrolment_moved_returned", { amount: formatMoney(returned, t) }))] : []),
      button(t("mail_parts.open_course"), `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [file(t("mail_parts.put_dates_into_calendar"), `/calendar/${place.cohortId}.ics`)] : []),
      ...(difference
        ? [
            text(t("mail_courses.enrolment_moved_receipt")),
            receiptFacts(
              { ...place, order: difference, courseTitle: t("mail_courses.receipt_difference", { course }) },
              school,
              t,
            ),
            link(t("mail_courses.enrolment_confirmed_receipt_page"), `/orders/${difference.code}`),
          ]
        : []),
      ...(place.leaving?.isAgreed ? leavingParts(place, school, t) : []),
      link(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}

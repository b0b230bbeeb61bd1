import type { Words } from "#messages/message.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { ApplicationFacts } from "../get-application-facts.ts";

/** Tells a student that they have a place: at once, or once they have paid it in time. */
export function applicationApproved(application: ApplicationFacts, school: SchoolFace, t: Words): Draft {
  const { courseTitle: course, cohortName: cohort, reply, order } = application;
  const until = order?.expiresAt ? formatInstant(order.expiresAt, school.timezone, t) : null;
  return {
    subject: t("mail_courses.application_approved_subject", { course }),
    parts: [
      hello(application.studentName, t),
      text(
        t(order ? "mail_courses.application_approved_to_pay" : "mail_courses.application_approved_what", { course }),
      ),
      facts([
        [t("mail_courses.application_cohort"), cohort],
        [t("mail_courses.application_reply"), reply],
        [t("mail_parts.amount"), order && formatMoney(order.total, t)],
        [t("mail_courses.application_pay_until"), until],
      ]),
      order
        ? button(t("mail_orders.to_pay_pay"), `/checkout/${order.code}`)
        : button(t("mail_parts.open_course"), `/learning/${application.courseSlug}`),
    ],
  };
}

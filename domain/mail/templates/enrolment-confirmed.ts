import { isolateText } from "../../kernel/isolate-text.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, facts, hello, link, type SchoolFace, text } from "../draft.ts";
import { formatDate, formatInstant } from "../format-instant.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

/** Tells a student that the place is theirs. It is the receipt as well. */
export function enrolmentConfirmed(place: EnrolmentFacts, school: SchoolFace): Draft {
  const { order, startsAt, timezone } = place;
  const isPaid = order !== null && order.total.minor > 0;
  return {
    subject: `You have a place: ${place.courseTitle}`,
    parts: [
      hello(place.studentName),
      text(`Your place in ${place.courseTitle} is confirmed.`),
      facts([
        ["Course", `${isolateText(place.courseTitle)}, ${isolateText(place.cohortName)}`],
        ["Begins", startsAt && formatInstant(startsAt, timezone)],
        ["Where", place.place],
      ]),
      button("Open the course", `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [link("Put the dates into your calendar", `/calendar/${place.cohortId}.ics`)] : []),
      ...(isPaid
        ? [
            text("This is your receipt:"),
            receipt(order, school),
            link("The receipt as a page", `/orders/${order.code}`),
          ]
        : []),
      ...(isPaid && school.refundPolicy ? [text(school.refundPolicy)] : []),
    ],
  };
}

function receipt(order: NonNullable<EnrolmentFacts["order"]>, school: SchoolFace) {
  return facts([
    ["Order", order.code],
    ["Paid", formatMoney(order.total)],
    ["On", order.paidAt && formatDate(order.paidAt, school.timezone)],
    ["To", school.name],
  ]);
}

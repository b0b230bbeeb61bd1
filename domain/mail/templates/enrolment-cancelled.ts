import { isolateText } from "../../kernel/isolate-text.ts";
import { aside, button, type Draft, hello, link, quote, text } from "../draft.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

export function enrolmentCancelled({ place, why }: { place: EnrolmentFacts; why: string }): Draft {
  const { order } = place;
  const isPaid = order !== null && order.paidAt !== null && order.total.minor > 0;
  return {
    subject: `Your place was cancelled: ${place.courseTitle}`,
    parts: [
      hello(place.studentName),
      text(
        `The school has cancelled your place in ${isolateText(place.courseTitle)}, ${isolateText(place.cohortName)}.`,
      ),
      ...(why.trim() === "" ? [] : [quote(why.trim())]),
      ...(isPaid
        ? [
            text("If money goes back to you, you get another mail about it."),
            link("If you paid by bank transfer, say to which account", `/orders/${order.code}`),
          ]
        : []),
      button("Ask about it", "/help/new"),
      ...(order ? [aside(`The order was ${order.code}.`)] : []),
    ],
  };
}

import { isolateText } from "../../kernel/isolate-text.ts";
import { button, type Draft, facts, hello, link, text } from "../draft.ts";
import { formatInstant } from "../format-instant.ts";
import type { EnrolmentFacts } from "../order-facts.ts";

/** Tells a student that the school has moved their place: where and when it is now. */
export function enrolmentMoved(place: EnrolmentFacts): Draft {
  const { startsAt, timezone } = place;
  return {
    subject: `Your place was moved: ${place.courseTitle}`,
    parts: [
      hello(place.studentName),
      text(`The school has moved your place in ${isolateText(place.courseTitle)} to ${isolateText(place.cohortName)}.`),
      facts([
        ["Course", `${isolateText(place.courseTitle)}, ${isolateText(place.cohortName)}`],
        ["Begins", startsAt && formatInstant(startsAt, timezone)],
        ["Where", place.place],
      ]),
      button("Open the course", `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [link("Put the dates into your calendar", `/calendar/${place.cohortId}.ics`)] : []),
      link("Ask about it", "/help/new"),
    ],
  };
}

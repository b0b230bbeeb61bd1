import { isolate } from "../../kernel/isolate.ts";
import { button, type Draft, facts, hello, link, text } from "../draft.ts";
import { instantInWords } from "../instant-words.ts";
import type { PlaceFacts } from "../order-facts.ts";

/** Tells a student that the school has moved their place: where and when it is now. */
export function enrolmentMoved(place: PlaceFacts): Draft {
  const { startsAt, timezone } = place;
  return {
    subject: `Your place was moved: ${place.courseTitle}`,
    parts: [
      hello(place.studentName),
      text(`The school has moved your place in ${isolate(place.courseTitle)} to ${isolate(place.cohortName)}.`),
      facts([
        ["Course", `${isolate(place.courseTitle)}, ${isolate(place.cohortName)}`],
        ["Begins", startsAt && instantInWords(startsAt, timezone)],
        ["Where", place.place],
      ]),
      button("Open the course", `/learning/${place.courseSlug}`),
      ...(place.hasMeetings ? [link("Put the dates into your calendar", `/calendar/${place.cohortId}.ics`)] : []),
      link("Ask about it", "/help/new"),
    ],
  };
}
